package io.github.argusglue.core.token;

import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.log.LogSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that no token expires unnoticed. One thread checks the token files every second, so that a new token is
 * used at once; another one queries Argus, renews tokens, and writes the warnings.
 */
public final class TokenMonitor {
    private static final Logger log = LoggerFactory.getLogger("token");
    private static final Duration FILE_CHECK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration WORK_INTERVAL = Duration.ofSeconds(2);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final String instance;
    private final InstantSource clock;
    private final Map<String, MonitoredToken> monitored = new ConcurrentSkipListMap<>();
    private final Map<String, TokenIncidents> incidents = new HashMap<>();
    private final Map<String, ExpiryNotices> notices = new HashMap<>();
    private @Nullable ScheduledExecutorService threads;

    /** Whether there may be incidents of removed sources. */
    private volatile boolean searchAgain;

    /**
     * Creates the monitor.
     *
     * @param instance distinguishes our incidents in Argus from those of other installations
     */
    public TokenMonitor(String instance, InstantSource clock) {
        this.instance = TokenHash.of(instance).text().substring(0, 8);
        this.clock = clock;
    }

    /**
     * A monitored token.
     *
     * @param onChange called when the token has changed
     */
    private record MonitoredToken(SourceToken token, Argus argus, Runnable onChange) {

        /** Does something so that what is logged meanwhile names the source. */
        void named(Work work) throws InterruptedException {
            LogSource named = LogSource.enter(token.settings().source());
            try {
                work.run();
            } finally {
                named.leave();
            }
        }
    }

    /** Starts to monitor a token; replaces the one of the same source. */
    public void add(SourceToken token, Argus argus, Runnable changed) {
        monitored.put(token.settings().source(), new MonitoredToken(token, argus, changed));
    }

    /** Stops monitoring the tokens of all other sources. */
    public void retain(Collection<String> sources) {
        if (monitored.keySet().retainAll(sources)) {
            searchAgain = true;
        }
    }

    /**
     * Starts the threads.
     *
     * @param writers decides which process reports about a token
     */
    public synchronized void start(SourceWriters writers) {
        ScheduledExecutorService started = Executors.newScheduledThreadPool(2, work -> {
            Thread thread = new Thread(work, "tokens");
            thread.setDaemon(true);
            return thread;
        });
        threads = started;
        var looking = started.scheduleWithFixedDelay(
                guarded(this::checkFiles), 0, FILE_CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        var working = started.scheduleWithFixedDelay(
                guarded(() -> work(writers)), 500, WORK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        log.debug("monitoring tokens: {}, {}", looking, working);
    }

    /**
     * Stops the threads. A renewal in progress has a moment to finish; if it is interrupted, the next start completes
     * it.
     */
    public synchronized void close() {
        ScheduledExecutorService running = threads;
        if (running == null) {
            return;
        }
        running.shutdown();
        try {
            if (!running.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                running.shutdownNow();
            }
        } catch (InterruptedException e) {
            running.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the status of a source's token. */
    public Optional<TokenReport> report(String source) {
        return Optional.ofNullable(monitored.get(source)).map(one -> one.token.report());
    }

    /** Renews a source's token now; empty if there is no such source. */
    public Optional<RenewalResult> renew(String source, Duration patience) throws InterruptedException {
        MonitoredToken one = monitored.get(source);
        if (one == null) {
            return Optional.empty();
        }
        RenewalResult result = one.token.renew(patience);
        if (result.kind() == RenewalResult.Kind.RENEWED) {
            one.onChange.run();
        }
        return Optional.of(result);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Runnable guarded(Work work) {
        return () -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.error("internal error in argus-glue in the token monitor", e);
            }
        };
    }

    private void checkFiles() throws InterruptedException {
        for (MonitoredToken one : monitored.values()) {
            one.named(() -> {
                if (one.token.check(true)) {
                    log.info("the token has changed; using the new one");
                    one.onChange.run();
                }
            });
        }
    }

    private void work(SourceWriters writers) throws InterruptedException {
        if (searchAgain) {
            searchAgain = false;
            incidents.values().forEach(TokenIncidents::searchAgain);
        }
        Map<String, List<SourceToken>> byServer = new LinkedHashMap<>();
        for (MonitoredToken one : monitored.values()) {
            one.named(() -> {
                if (one.token.renewIfDue(LOCK_TIMEOUT)) {
                    one.onChange.run();
                }
            });
            byServer.computeIfAbsent(one.token.settings().argus(), server -> new ArrayList<>())
                    .add(one.token);
        }
        for (Map.Entry<String, List<SourceToken>> server : byServer.entrySet()) {
            notices.computeIfAbsent(server.getKey(), name -> new ExpiryNotices(clock))
                    .read(server.getValue());
            incidents
                    .computeIfAbsent(server.getKey(), name -> new TokenIncidents(instance, this::argus, writers, clock))
                    .sync(server.getValue());
        }
    }

    private Argus argus(SourceToken token) {
        MonitoredToken one = monitored.get(token.settings().source());
        if (one == null) {
            throw new IllegalStateException("source '" + token.settings().source() + "' has just been removed");
        }
        return one.argus;
    }
}
