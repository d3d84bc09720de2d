package io.github.argusglue.core.service;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.status.Count;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads the configuration and the plugins and applies them: all of it or nothing. */
public final class Reloader {
    private static final Logger log = LoggerFactory.getLogger("reload");

    private final Reading reading;
    private final GlueService service;
    private final Consumer<GlueConfig> onApplied;
    private final Consumer<Boolean> reloading;
    private final Clock clock;

    /** Creates a reloader without a listener; reads nothing. */
    public Reloader(Reading reading, GlueService service, Consumer<GlueConfig> onApplied, Clock clock) {
        this(reading, service, onApplied, begins -> {}, clock);
    }

    /**
     * Creates a reloader; reads nothing.
     *
     * @param reading reads the configuration
     * @param onApplied applies settings outside the service, such as the log format
     * @param reloading is called when a reload begins (true) and when it ends (false)
     */
    public Reloader(
            Reading reading,
            GlueService service,
            Consumer<GlueConfig> onApplied,
            Consumer<Boolean> reloading,
            Clock clock) {
        this.reloading = reloading;
        this.reading = reading;
        this.service = service;
        this.onApplied = onApplied;
        this.clock = clock;
    }

    /** Reads the file and the plugins. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Returns what is on the disk now.
         *
         * @param inForce the plugins in force, of which those that have not changed are not loaded again
         * @throws ConfigException with all faults
         */
        Loaded read(PluginRegistry inForce) throws ConfigException;
    }

    /**
     * What was read.
     *
     * @param config the configuration, checked against the plugins
     * @param plugins the plugins
     */
    public record Loaded(GlueConfig config, PluginRegistry plugins) {}

    /**
     * Reads the file and applies it if it has no faults; returns the result. One call at a time.
     *
     * @param asker what triggered the reload, for the log
     */
    public synchronized ReloadState.Reload reload(String asker) {
        log.info("reloading the configuration ({})", asker);
        reloading.accept(true);
        try {
            return read();
        } finally {
            reloading.accept(false);
        }
    }

    private ReloadState.Reload read() {
        ReloadState.Reload reload;
        try {
            Loaded loaded = reading.read(service.plugins());
            ReloadState.Changes changes = service.reconfigure(loaded.config(), loaded.plugins());
            onApplied.accept(loaded.config());
            reload = new ReloadState.Reload(clock.instant(), true, List.of(), changes);
            log.info("the new configuration is in force: {}", describe(changes));
        } catch (ConfigException e) {
            reload = failed(e.faults().stream().map(Fault::toString).toList());
        } catch (IOException e) {
            reload = failed(List.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reload = failed(List.of("interrupted"));
        } catch (RuntimeException e) {
            log.error("internal error in argus-glue during a reload of the configuration", e);
            reload = failed(List.of("internal error in argus-glue: " + e));
        }
        service.reloadState().note(reload);
        return reload;
    }

    private ReloadState.Reload failed(List<String> faults) {
        faults.forEach(fault -> log.error("{}", fault));
        log.error("reload failed: the configuration has errors, the previous one and its plugins stay in force"
                + " ('argus-glue check' also shows the errors)");
        return new ReloadState.Reload(clock.instant(), false, faults, ReloadState.Changes.NONE);
    }

    private static String describe(ReloadState.Changes changes) {
        StringBuilder text = new StringBuilder();
        part(text, "started", changes.started());
        part(text, "restarted", changes.restarted());
        part(text, "stopped", changes.stopped());
        text.append(Count.of(changes.untouched(), "source")).append(" untouched");
        if (!changes.needRestart().isEmpty()) {
            text.append("; needs a restart to take effect: ").append(String.join(", ", changes.needRestart()));
        }
        return text.toString();
    }

    private static void part(StringBuilder text, String what, List<String> names) {
        if (!names.isEmpty()) {
            text.append(what).append(' ').append(String.join(", ", names)).append("; ");
        }
    }
}
