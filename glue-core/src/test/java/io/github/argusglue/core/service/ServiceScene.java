package io.github.argusglue.core.service;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.ConfigLoader;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.standin.StandInArgus;
import io.github.argusglue.standin.StandInIncident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A service with simulated sources, an Argus on loopback, and a configuration file that the test writes. */
public final class ServiceScene implements AutoCloseable {
    public final StandInArgus argus;
    public final PretendedFactory plugin = new PretendedFactory();
    public final PluginRegistry plugins = PluginRegistry.of(plugin);
    public final Path file;
    public final List<GlueConfig> inForce = new ArrayList<>();
    public final GlueService service;
    public final Reloader reloader;
    private final Path folder;

    /**
     * Creates it.
     *
     * @param sources initial content of the file, apart from Argus
     */
    public ServiceScene(Path folder, String sources) throws IOException, ConfigException {
        this.folder = folder;
        file = folder.resolve("argus-glue.toml");
        argus = StandInArgus.start();
        write(sources);
        service = Bootstrap.service(read(), plugins, RunOptions.DEFAULTS, Clock.systemUTC());
        reloader =
                new Reloader(before -> new Reloader.Loaded(read(), plugins), service, inForce::add, Clock.systemUTC());
    }

    /** Writes the file: the Argus server and the given content. */
    public void write(String sources) throws IOException {
        writeWhole("""
                state_dir = "state"
                [argus]
                url = "%s"
                %s""".formatted(argus.url(), sources));
    }

    public void writeWhole(String text) throws IOException {
        Files.writeString(file, text);
    }

    public GlueConfig read() throws ConfigException {
        return new ConfigLoader(name -> null, folder.resolve("plugins")).load(file, plugins);
    }

    /** Returns the table of a source with its own token in Argus, and another line. */
    public String source(String name, String line) {
        return """
                [sources.%s]
                type = "pretended"
                argus_token = "%s"
                interval = "1s"
                %s
                """.formatted(name, argus.addSource(name), line);
    }

    public SourceLoop loop(String source) {
        return service.loop(source).orElseThrow();
    }

    /** Waits until this many incidents of a source are open in Argus. */
    public void awaitOpen(String source, int count) {
        Await.until(count + " open of " + source, () -> open(source) == count);
    }

    public long open(String source) {
        return argus.incidents(source).stream().filter(StandInIncident::open).count();
    }

    @Override
    public void close() {
        service.close();
        argus.close();
    }
}
