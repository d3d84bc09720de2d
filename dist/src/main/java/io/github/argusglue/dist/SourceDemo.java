package io.github.argusglue.dist;

import io.github.argusglue.core.cli.GlueCommand;
import io.github.argusglue.core.config.ConfigDraft;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.service.Bootstrap;
import io.github.argusglue.core.service.GlueService;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInIncident;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source of the user's own configuration, which writes to a simulated Argus. */
final class SourceDemo implements Demonstration {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final String source;
    private final StandInArgus argus;
    private final Path folder;
    private final GlueService service;
    private final Narrator narrator;
    private final PrintWriter out;
    private boolean read;
    private boolean explained;

    private SourceDemo(
            String source, StandInArgus argus, Path folder, GlueService service, Narrator narrator, PrintWriter out) {
        this.source = source;
        this.argus = argus;
        this.folder = folder;
        this.service = service;
        this.narrator = narrator;
        this.out = out;
    }

    /**
     * Starts it.
     *
     * @param source name of the source in the configuration
     * @throws ConfigException if there is no such source, or with all faults of the configuration
     */
    static SourceDemo start(GlueCommand root, String source, Clock clock, PrintWriter out)
            throws IOException, ConfigException {
        Path file = root.configFile();
        ConfigDraft draft = root.draft(file);
        PluginRegistry plugins = root.plugins(draft.pluginsDir());
        StandInArgus argus = StandInArgus.start();
        Path folder = Files.createTempDirectory("argus-glue-demo-");
        try {
            Secret token = Secret.of(argus.addSource(source));
            ConfigDraft simulated = draft.simulated(source, argus.url(), token, folder.resolve("state"));
            GlueService service = Bootstrap.service(simulated.check(plugins), plugins, RunOptions.TEMPORARY, clock);
            SourceDemo demo = new SourceDemo(source, argus, folder, service, new Narrator(clock, out), out);
            demo.begin(file);
            return demo;
        } catch (IOException | ConfigException | RuntimeException e) {
            argus.close();
            delete(folder, out);
            throw e;
        }
    }

    private void begin(Path file) throws IOException {
        Optional<URI> page = service.listen();
        out.println("Argus (simulated), its page: " + argus.url() + "/");
        page.ifPresent(url -> out.println("page of argus-glue:          " + url));
        out.println("source '" + source + "' of:         " + file);
        page.ifPresent(url -> out.println("webhooks:                    " + url.resolve("hooks/" + source)));
        out.println();
        out.flush();
        service.start(name -> true);
    }

    @Override
    public void play(CountDownLatch end, @Nullable Duration limit) throws InterruptedException {
        long begin = System.nanoTime();
        while (!end.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            look();
            if (limit != null && System.nanoTime() - begin >= limit.toNanos()) {
                return;
            }
        }
    }

    private void look() {
        narrator.look(argus.incidents(source), argus::events);
        if (!read) {
            status().filter(status -> status.lastSnapshot() != null).ifPresent(status -> {
                read = true;
                narrator.tell(source, status.alerts() + (status.alerts() == 1 ? " alert is open" : " alerts are open"));
            });
        }
        List<StandInIncident> incidents = argus.incidents(source);
        if (!explained && !incidents.isEmpty()) {
            explained = true;
            long pk = incidents.get(0).pk();
            out.println();
            out.println("To act in this Argus as a person, on incident " + pk + ":");
            PersonCommands.of(argus.url(), argus.adminToken(), pk).forEach(line -> out.println("  " + line));
            out.println();
            out.flush();
        }
    }

    private Optional<SourceStatus> status() {
        return service.status().stream().findFirst();
    }

    /** Returns whether the source could be read at last. */
    @Override
    public boolean finish() {
        look();
        List<String> open = Narrator.openKeys(argus.incidents(source));
        Optional<String> fault = status().map(SourceStatus::sourceFault);
        out.println();
        out.println(narrator.summary() + "; " + open.size() + " open now"
                + fault.map(why -> "; FAILED: " + why).orElse(""));
        out.flush();
        return read && fault.isEmpty();
    }

    @Override
    public void close() {
        service.close();
        argus.close();
        delete(folder, out);
    }

    private static void delete(Path folder, PrintWriter out) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            out.println("'" + folder + "' could not be deleted: " + e);
        }
    }
}
