package io.github.argusglue.core.systemd;

import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.status.SourceView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the threads of the sources are alive, and reports to the service manager. The watchdog is only notified
 * while all of them are; a separate timer would also report a process that hangs.
 */
public final class Supervision {
    private static final Logger log = LoggerFactory.getLogger("systemd");

    /** A source that hangs in its first cycle must not delay services that wait for us. */
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
    private static final Duration START_CHECK_INTERVAL = Duration.ofMillis(250);
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

    private final Supplier<? extends List<? extends SourceView>> sources;
    private final @Nullable Notifier notifier;
    private final Duration watchdog;
    private final Map<String, String> hanging = new HashMap<>();
    private final long begin = System.nanoTime();
    private long lastWatchdogAt = begin - Duration.ofDays(1).toNanos();
    private long lastStatusAt = lastWatchdogAt;
    private String lastStatus = "";
    private boolean ready;
    private boolean reloading;
    private boolean stopping;

    /**
     * Creates the supervision; starts nothing.
     *
     * @param sources the running sources
     * @param notifier null if there is no service manager to notify
     * @param watchdog interval that the service manager expects; zero for none
     */
    public Supervision(
            Supplier<? extends List<? extends SourceView>> sources, @Nullable Notifier notifier, Duration watchdog) {
        this.sources = sources;
        this.notifier = notifier;
        this.watchdog = watchdog;
    }

    /** Starts to check, on its own thread. */
    public void start() {
        Thread thread = new Thread(this::watch, "supervision");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized void watch() {
        try {
            while (!stopping) {
                check();
                wait(pause().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pause() {
        if (!ready) {
            return START_CHECK_INTERVAL;
        }
        Duration third = watchdog.dividedBy(3);
        boolean soon = !third.isZero() && third.compareTo(CHECK_INTERVAL) < 0;
        return soon ? third.plusMillis(1) : CHECK_INTERVAL;
    }

    /** Checks once, and reports changes. */
    synchronized void check() {
        long now = System.nanoTime();
        List<? extends SourceView> all = sources.get();
        findHanging(all);
        List<String> news = new ArrayList<>();
        boolean late = now - begin >= READY_TIMEOUT.toNanos();
        if (!ready && (late || all.stream().noneMatch(one -> one.status().state() == RunState.STARTING))) {
            ready = true;
            news.add("READY=1");
        }
        if (hanging.isEmpty()
                && !watchdog.isZero()
                && now - lastWatchdogAt >= watchdog.dividedBy(3).toNanos()) {
            lastWatchdogAt = now;
            news.add("WATCHDOG=1");
        }
        String status = describe(all);
        boolean due = !news.isEmpty() || now - lastStatusAt >= STATUS_INTERVAL.toNanos();
        if (due && !status.equals(lastStatus) && !reloading) {
            lastStatus = status;
            lastStatusAt = now;
            news.add("STATUS=" + status);
        }
        notifyManager(news);
    }

    private void findHanging(List<? extends SourceView> all) {
        Map<String, String> found = new HashMap<>();
        all.forEach(
                one -> one.hangReason().ifPresent(why -> found.put(one.status().source(), why)));
        found.forEach((source, why) -> {
            if (!hanging.containsKey(source)) {
                log.error("source '{}' hangs: {}", source, why);
            }
        });
        hanging.keySet().stream()
                .filter(source -> !found.containsKey(source))
                .forEach(source -> log.info("source '{}' no longer hangs", source));
        hanging.clear();
        hanging.putAll(found);
    }

    private String describe(List<? extends SourceView> all) {
        List<String> failing = new ArrayList<>();
        List<String> degraded = new ArrayList<>();
        int standby = 0;
        int starting = 0;
        long open = 0;
        for (SourceView one : all) {
            SourceStatus status = one.status();
            open += Math.max(0, status.open());
            standby += status.state() == RunState.STANDBY ? 1 : 0;
            starting += status.state() == RunState.STARTING ? 1 : 0;
            if (status.state() == RunState.FAILING || hanging.containsKey(status.source())) {
                failing.add(status.source());
            } else if (status.state() == RunState.DEGRADED) {
                degraded.add(status.source());
            }
        }
        int fine = all.size() - failing.size() - degraded.size() - standby - starting;
        return "sources: " + fine + " ok, " + failing.size() + " failing"
                + (failing.isEmpty() ? "" : " (" + String.join(", ", failing) + ")")
                + (degraded.isEmpty() ? "" : ", " + degraded.size() + " degraded (" + String.join(", ", degraded) + ")")
                + ", " + standby + " standby"
                + (starting == 0 ? "" : ", " + starting + " starting") + "; " + Count.of(open, "incident") + " open";
    }

    /** Reports the start or the end of a reload. */
    public synchronized void reloading(boolean begins) {
        if (!ready) {
            return;
        }
        reloading = begins;
        if (begins) {
            // Requires CLOCK_MONOTONIC, which System.nanoTime() uses on Linux.
            notifyManager(List.of(
                    "RELOADING=1",
                    "MONOTONIC_USEC=" + System.nanoTime() / 1_000,
                    "STATUS=reloading the" + " configuration"));
        } else {
            lastStatus = describe(sources.get());
            notifyManager(List.of("READY=1", "STATUS=" + lastStatus));
        }
    }

    /** Reports that the process is stopping; nothing is reported after that. */
    public synchronized void stopping() {
        stopping = true;
        notifyAll();
        notifyManager(List.of("STOPPING=1", "STATUS=stopping"));
    }

    private void notifyManager(List<String> news) {
        if (notifier != null && !news.isEmpty()) {
            notifier.send(news);
        }
    }
}
