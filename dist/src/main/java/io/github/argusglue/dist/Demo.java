package io.github.argusglue.dist;

import io.github.argusglue.core.cli.Environment;
import io.github.argusglue.core.config.ConfigDraft;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.ConfigLoader;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.PluginLoader;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.service.Bootstrap;
import io.github.argusglue.core.service.GlueService;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: a simulated Alertmanager and a simulated Argus, and between them the service with the plugin, as
 * in {@code run}. The caller's thread makes alerts fire and reports what happens.
 */
final class Demo implements Demonstration {
    private static final String SOURCE = "demo";
    private static final Duration TROUBLE_EVERY = Duration.ofMillis(1300);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration TO_BECOME_EQUAL = Duration.ofSeconds(15);

    private final StandInArgus argus;
    private final StandInAlertmanager alertmanager;
    private final Path folder;
    private final PrintWriter out;
    private final Narrator narrator;
    private final Trouble trouble;
    private final GlueService service;

    private Demo(StandInArgus argus, StandInAlertmanager alertmanager, Path folder, Clock clock, PrintWriter out)
            throws IOException, ConfigException {
        this.argus = argus;
        this.alertmanager = alertmanager;
        this.folder = folder;
        this.out = out;
        narrator = new Narrator(clock, out);
        trouble = new Trouble(alertmanager, narrator);
        service = service(clock);
    }

    /** Starts everything, on free ports. */
    static Demo start(Clock clock, PrintWriter out) throws IOException, ConfigException {
        StandInArgus argus = StandInArgus.start();
        try {
            Path folder = Files.createTempDirectory("argus-glue-demo-");
            Demo demo = new Demo(argus, StandInAlertmanager.start(clock), folder, clock, out);
            demo.begin();
            return demo;
        } catch (IOException | ConfigException | RuntimeException e) {
            argus.close();
            throw e;
        }
    }

    private GlueService service(Clock clock) throws IOException, ConfigException {
        Path file = Files.writeString(folder.resolve("argus-glue.toml"), """
                state_dir = "%s"

                [http]
                listen = "127.0.0.1:0"

                [argus]
                url = "%s"

                [sources.%s]
                type = "alertmanager"
                argus_token = "%s"
                interval = "1s"
                update_interval = "0s"
                urls = ["%s"]
                """.formatted(
                        folder.resolve("state"),
                        argus.url(),
                        SOURCE,
                        argus.addSource(SOURCE),
                        alertmanager.urls().get(0)));
        Environment surroundings = Environment.ofProcess();
        ConfigDraft draft = new ConfigLoader(surroundings.variables(), surroundings.pluginsDir()).read(file);
        PluginRegistry plugins = new PluginLoader(BuildInfo.read().spiVersion()).load(draft.pluginsDir());
        return Bootstrap.service(draft.check(plugins), plugins, RunOptions.DEFAULTS, clock);
    }

    private void begin() throws IOException {
        out.println("Argus (simulated), its page: " + argus.url() + "/");
        out.println("Alertmanager (simulated):    " + alertmanager.urls().get(0));
        out.println("argus-glue between them:     " + folder.resolve("argus-glue.toml"));
        service.listen().ifPresent(url -> out.println("its own page:                " + url));
        out.println();
        trouble.begin();
        service.start(source -> true);
    }

    /** Makes alerts fire and reports what happens. */
    @Override
    public void play(CountDownLatch end, @Nullable Duration limit) throws InterruptedException {
        long begin = System.nanoTime();
        long lastTrouble = begin;
        while (!end.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            if (limit != null && now - begin >= limit.toNanos()) {
                return;
            }
            if (now - lastTrouble >= TROUBLE_EVERY.toNanos()) {
                lastTrouble = now;
                trouble.next();
            }
            look();
        }
    }

    /**
     * Stops changing alerts, waits until both sides are equal, and prints a summary. Returns whether they are equal.
     */
    @Override
    public boolean finish() {
        trouble.end();
        long begin = System.nanoTime();
        boolean equal = isEqual();
        while (!equal && System.nanoTime() - begin < TO_BECOME_EQUAL.toNanos()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            look();
            equal = isEqual();
        }
        look();
        out.println();
        out.println(trouble.summary() + "; " + narrator.summary() + "; equal: " + (equal ? "yes" : "no"));
        out.flush();
        return equal;
    }

    private void look() {
        narrator.look(argus.incidents(SOURCE), argus::events);
    }

    private boolean isEqual() {
        List<String> firing = alertmanager.firing().stream().sorted().toList();
        return Narrator.openKeys(argus.incidents(SOURCE)).equals(firing);
    }

    @Override
    public void close() {
        service.close();
        alertmanager.close();
        argus.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            out.println("'" + folder + "' could not be deleted: " + e);
        }
    }
}
