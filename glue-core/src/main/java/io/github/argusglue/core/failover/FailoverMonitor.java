package io.github.argusglue.core.failover;

import io.github.argusglue.core.config.FailoverConfig;
import io.github.argusglue.core.failover.ProbeResult.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one primary on a thread of its own, and says which role follows. What it does when the role changes is the
 * listener's, on another thread of its own, so that nothing a source does can keep it from asking. Safe for use by any
 * thread.
 */
public final class FailoverMonitor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("failover");

    private final String group;
    private final FailoverFile file;
    private final InstantSource clock;
    private final Runnable changed;
    private final RoleLog roleLog;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();

    private FailoverConfig config;
    private Probe probe;
    private RoleDecision standing;
    private Role inForce;
    private Instant since;
    private @Nullable Role byHand;
    private @Nullable Instant byHandSince;
    private @Nullable ProbeResult answer;
    private @Nullable ProbeResult decisive;
    private @Nullable Instant answeredAt;
    private boolean everUp;
    private boolean listenerDue;
    private boolean askNow;
    private boolean closed;

    /**
     * Makes one and reads what it remembers; asks nothing.
     *
     * @param stateDir folder for what is remembered
     * @param changed called each time another role is in force, on a thread of the monitor's
     */
    FailoverMonitor(FailoverConfig config, Probe probe, Path stateDir, InstantSource clock, Runnable changed) {
        this.group = config.name();
        this.config = config;
        this.probe = probe;
        this.clock = clock;
        this.changed = changed;
        this.roleLog = new RoleLog(group);
        this.file = new FailoverFile(stateDir.resolve("failover").resolve(group + ".json"));
        FailoverFile.Known known = file.load();
        this.standing =
                known.automatic() == Role.ACTIVE ? RoleDecision.resumed(Thresholds.of(config)) : RoleDecision.FRESH;
        this.byHand = known.byHand();
        this.byHandSince = known.byHandSince();
        this.inForce = byHand == null ? standing.role() : byHand;
        this.since = now();
    }

    /** Begins to ask. */
    void start() {
        roleLog.started(status());
        newThread(this::watch, "failover-" + group).start();
        newThread(this::tell, "failover-" + group + "-change").start();
    }

    private static Thread newThread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the role in force. */
    public Role role() {
        lock.lock();
        try {
            return inForce;
        } finally {
            lock.unlock();
        }
    }

    /** Returns all that is known. */
    public FailoverStatus status() {
        lock.lock();
        try {
            return new FailoverStatus(
                    group,
                    inForce,
                    since,
                    byHand,
                    byHandSince,
                    standing.role(),
                    reason(),
                    probe.target(),
                    answer,
                    answeredAt,
                    standing.row(),
                    standing.needed(Thresholds.of(config)));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets the role by hand, or lets the primary's answers decide again.
     *
     * @param role null for that
     * @throws IOException if it is in force, but cannot be remembered; the message names the file
     */
    public void set(@Nullable Role role) throws IOException {
        lock.lock();
        try {
            byHand = role;
            byHandSince = role == null ? null : now();
            roleLog.set(role);
            enforce();
            file.save(known());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Goes over to another configuration. The role stays: a reload is no news of the primary.
     *
     * @param newer asks otherwise than the one before; null if it asks as before
     */
    void reconfigure(FailoverConfig after, @Nullable Probe newer) {
        lock.lock();
        try {
            config = after;
            standing = standing.recounted();
            if (newer != null) {
                probe.close();
                probe = newer;
                everUp = false;
                askNow = true;
                wakeUp.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    FailoverConfig config() {
        lock.lock();
        try {
            return config;
        } finally {
            lock.unlock();
        }
    }

    /** Stops asking; the role stays as it is. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            probe.close();
            wakeUp.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        try {
            long next = System.nanoTime();
            for (Probe current = current(); current != null; current = current()) {
                ProbeResult got = current.ask();
                take(current, got);
                // From beginning to beginning: a primary that hangs is not asked more seldom than one that answers.
                next = Math.max(next + config().interval().toNanos(), System.nanoTime());
                pauseUntil(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error("failover '{}': fault in argus-glue: the primary is no longer watched, restart it", group, e);
        }
    }

    private @Nullable Probe current() {
        lock.lock();
        try {
            return closed ? null : probe;
        } finally {
            lock.unlock();
        }
    }

    private void pauseUntil(long next) throws InterruptedException {
        lock.lock();
        try {
            long left = next - System.nanoTime();
            while (left > 0 && !closed && !askNow) {
                left = wakeUp.awaitNanos(left);
            }
            askNow = false;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // an answer to a question that is no longer asked
    private void take(Probe asked, ProbeResult got) {
        lock.lock();
        try {
            if (closed || asked != probe) {
                return;
            }
            ProbeResult before = answer;
            Role automatic = standing.role();
            standing = standing.after(got.kind(), Thresholds.of(config));
            answer = got;
            answeredAt = now();
            everUp |= got.kind() == Kind.UP;
            if (automatic != standing.role()) {
                decisive = got;
                remember();
            }
            roleLog.answered(before, got, status());
            enforce();
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock. */
    private void enforce() {
        Role wanted = byHand == null ? standing.role() : byHand;
        if (wanted != inForce) {
            inForce = wanted;
            since = now();
            listenerDue = true;
            wakeUp.signalAll();
            roleLog.changed(status());
        }
    }

    private FailoverFile.Known known() {
        return new FailoverFile.Known(standing.role(), byHand, byHandSince);
    }

    private void remember() {
        try {
            file.save(known());
        } catch (IOException e) {
            log.warn("failover '{}': after a restart its role is not known: {}", group, e.getMessage());
        }
    }

    private void tell() {
        try {
            while (awaitChange()) {
                try {
                    changed.run();
                } catch (RuntimeException | Error e) {
                    log.error("failover '{}': fault in argus-glue while its sources changed their role", group, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitChange() throws InterruptedException {
        lock.lock();
        try {
            while (!listenerDue && !closed) {
                wakeUp.await();
            }
            listenerDue = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock. */
    private String reason() {
        Role set = byHand;
        if (set != null) {
            return "set by hand; by itself it would " + (standing.role() == Role.ACTIVE ? "be active" : "stand by")
                    + ": " + automaticReason();
        }
        return automaticReason();
    }

    private String automaticReason() {
        ProbeResult last = answer;
        ProbeResult turned = decisive;
        if (last == null) {
            return "the primary has not been asked so far";
        }
        String now = "the primary " + last.text();
        Thresholds thresholds = Thresholds.of(config);
        if (standing.role() == Role.ACTIVE) {
            String failed =
                    turned == null || turned.equals(last) || standing.row() > 0 ? now : "the primary " + turned.text();
            return standing.row() == 0
                    ? failed
                    : now + " again: " + standing.row() + " of " + standing.needed(thresholds) + " in a row";
        }
        String never = everUp || last.kind() != Kind.DOWN
                ? ""
                : "; it has not answered once since this process was started: is what is asked of it right?";
        return standing.row() == 0
                ? now
                : now + ": " + standing.row() + " of " + standing.needed(thresholds) + " failures in a row" + never;
    }

    /** Nobody wants to read nanoseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
