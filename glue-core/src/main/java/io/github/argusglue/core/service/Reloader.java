package io.github.argusglue.core.service;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.config.GlueConfig;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads the configuration and applies it: all of it or nothing. */
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

    /** Reads the file. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Returns the current configuration.
         *
         * @throws ConfigException with all faults
         */
        GlueConfig read() throws ConfigException;
    }

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
            GlueConfig config = reading.read();
            ReloadState.Changes changes = service.reconfigure(config);
            onApplied.accept(config);
            reload = new ReloadState.Reload(clock.instant(), true, List.of(), changes);
            log.info("the new configuration is in force: {}", describe(changes));
        } catch (ConfigException e) {
            reload = failed(e.faults().stream().map(Reloader::text).toList());
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

    private static String text(Fault fault) {
        boolean type = fault.keyPath().endsWith(".type");
        return fault + (type ? "; plugins are only loaded at the start: restart argus-glue to use a new one" : "");
    }

    private ReloadState.Reload failed(List<String> faults) {
        faults.forEach(fault -> log.error("{}", fault));
        log.error("reload failed: the configuration has errors, the previous one stays in force"
                + " ('argus-glue check' also shows the errors)");
        return new ReloadState.Reload(clock.instant(), false, faults, ReloadState.Changes.NONE);
    }

    private static String describe(ReloadState.Changes changes) {
        StringBuilder text = new StringBuilder();
        part(text, "started", changes.started());
        part(text, "restarted", changes.restarted());
        part(text, "stopped", changes.stopped());
        text.append(changes.untouched()).append(" sources untouched");
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
