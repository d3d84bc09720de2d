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

/** Reads the configuration again and puts it in force: all of it or nothing. */
public final class Reloader {
    private static final Logger log = LoggerFactory.getLogger("reload");

    private final Reading reading;
    private final GlueService service;
    private final Consumer<GlueConfig> alsoInForce;
    private final Consumer<Boolean> reloading;
    private final Clock clock;

    /** Makes one that nobody watches; reads nothing. */
    public Reloader(Reading reading, GlueService service, Consumer<GlueConfig> alsoInForce, Clock clock) {
        this(reading, service, alsoInForce, begins -> {}, clock);
    }

    /**
     * Makes one; reads nothing.
     *
     * @param reading gives what the file says by now
     * @param alsoInForce puts in force what is not the service's, such as how log lines look
     * @param reloading is told when a reload begins (true) and when it is over (false)
     */
    public Reloader(
            Reading reading,
            GlueService service,
            Consumer<GlueConfig> alsoInForce,
            Consumer<Boolean> reloading,
            Clock clock) {
        this.reloading = reloading;
        this.reading = reading;
        this.service = service;
        this.alsoInForce = alsoInForce;
        this.clock = clock;
    }

    /** Reads the file. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Returns what it says by now.
         *
         * @throws ConfigException with all that is wrong
         */
        GlueConfig read() throws ConfigException;
    }

    /**
     * Reads the file and does what it says, if it is without fault; tells what became of it. One at a time.
     *
     * @param asker for the log: who wants it
     */
    public synchronized ReloadState.Reload reload(String asker) {
        log.info("{}: the configuration is read again", asker);
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
            alsoInForce.accept(config);
            reload = new ReloadState.Reload(clock.instant(), true, List.of(), changes);
            log.info("configuration is in force: {}", describe(changes));
        } catch (ConfigException e) {
            reload = failed(e.faults().stream().map(Reloader::text).toList());
        } catch (IOException e) {
            reload = failed(List.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reload = failed(List.of("interrupted"));
        } catch (RuntimeException e) {
            log.error("fault in argus-glue while the configuration was read again", e);
            reload = failed(List.of("fault in argus-glue: " + e));
        }
        service.reloadState().note(reload);
        return reload;
    }

    private static String text(Fault fault) {
        boolean type = fault.keyPath().endsWith(".type");
        return fault + (type ? "; plugins are read at the start alone: a new one needs a restart" : "");
    }

    private ReloadState.Reload failed(List<String> faults) {
        faults.forEach(fault -> log.error("{}", fault));
        log.error("the configuration has faults: the one before stays in force ('argus-glue check' shows them, too)");
        return new ReloadState.Reload(clock.instant(), false, faults, ReloadState.Changes.NONE);
    }

    private static String describe(ReloadState.Changes changes) {
        StringBuilder text = new StringBuilder();
        part(text, "started", changes.started());
        part(text, "restarted", changes.restarted());
        part(text, "stopped", changes.stopped());
        text.append(changes.untouched()).append(" sources untouched");
        if (!changes.needRestart().isEmpty()) {
            text.append("; takes effect at the next start: ").append(String.join(", ", changes.needRestart()));
        }
        return text.toString();
    }

    private static void part(StringBuilder text, String what, List<String> names) {
        if (!names.isEmpty()) {
            text.append(what).append(' ').append(String.join(", ", names)).append("; ");
        }
    }
}
