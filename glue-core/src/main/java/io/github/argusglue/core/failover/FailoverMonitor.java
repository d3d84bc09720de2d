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
 * Watches one primary on its own thread, and decides the role. The listener is called on another thread, so that
 * sources cannot delay the checks. Thread-safe.
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
    private RoleDecision decision;
    private Role roleInForce;
    private Instant since;
    private @Nullable Role byHand;
    private @Nullable Instant byHandSince;
    private @Nullable ProbeResult lastResult;
    private @Nullable ProbeResult decisiveResult;
    private @Nullable Instant lastResultAt;
    private boolean everUp;
    private boolean listenerDue;
    private boolean probeNow;
    private boolean closed;

    /**
     * Creates a monitor and reads its stored state; does not check the primary yet.
     *
     * @param stateDir folder for the stored state
     * @param changed called each time the role changes, on a thread of the monitor
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
        this.decision =
                known.automatic() == Role.ACTIVE ? RoleDecision.resumed(Thresholds.of(config)) : RoleDecision.INITIAL;
        this.byHand = known.byHand();
        this.byHandSince = known.byHandSince();
        this.roleInForce = byHand == null ? decision.role() : byHand;
        this.since = now();
    }

    /** Starts to check the primary. */
    void start() {
        roleLog.started(status());
        newThread(this::watch, "failover-" + group).start();
        newThread(this::notifyListener, "failover-" + group + "-change").start();
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
            return roleInForce;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the status. */
    public FailoverStatus status() {
        lock.lock();
        try {
            return new FailoverStatus(
                    group,
                    roleInForce,
                    since,
                    byHand,
                    byHandSince,
                    decision.role(),
                    reason(),
                    probe.target(),
                    lastResult,
                    lastResultAt,
                    decision.row(),
                    decision.needed(Thresholds.of(config)));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets the role by hand, or returns it to automatic.
     *
     * @param role null for automatic
     * @throws IOException if the role is in force but cannot be stored; the message names the file
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
     * Applies a new configuration. The role stays: a reload says nothing about the primary.
     *
     * @param newer a new probe if the checks have changed; null if they have not
     */
    void reconfigure(FailoverConfig after, @Nullable Probe newer) {
        lock.lock();
        try {
            config = after;
            decision = decision.resetCount();
            if (newer != null) {
                probe.close();
                probe = newer;
                everUp = false;
                probeNow = true;
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

    /** Stops the checks; the role stays as it is. */
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
                ProbeResult got = current.probe();
                handleResult(current, got);
                // From start to start: a hanging primary is checked as often as one that answers.
                next = Math.max(next + config().interval().toNanos(), System.nanoTime());
                pauseUntil(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error(
                    "failover '{}': internal error in argus-glue, the primary is no longer watched;"
                            + " restart argus-glue",
                    group,
                    e);
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
            while (left > 0 && !closed && !probeNow) {
                left = wakeUp.awaitNanos(left);
            }
            probeNow = false;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // an answer to a question that is no longer asked
    private void handleResult(Probe asked, ProbeResult got) {
        lock.lock();
        try {
            if (closed || asked != probe) {
                return;
            }
            ProbeResult before = lastResult;
            Role automatic = decision.role();
            decision = decision.after(got.kind(), Thresholds.of(config));
            lastResult = got;
            lastResultAt = now();
            everUp |= got.kind() == Kind.UP;
            if (automatic != decision.role()) {
                decisiveResult = got;
                persist();
            }
            roleLog.answered(before, got, status());
            enforce();
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held. */
    private void enforce() {
        Role wanted = byHand == null ? decision.role() : byHand;
        if (wanted != roleInForce) {
            roleInForce = wanted;
            since = now();
            listenerDue = true;
            wakeUp.signalAll();
            roleLog.changed(status());
        }
    }

    private FailoverFile.Known known() {
        return new FailoverFile.Known(decision.role(), byHand, byHandSince);
    }

    private void persist() {
        try {
            file.save(known());
        } catch (IOException e) {
            log.warn(
                    "failover '{}': cannot store the role, it will be unknown after a restart: {}",
                    group,
                    e.getMessage());
        }
    }

    private void notifyListener() {
        try {
            while (awaitChange()) {
                try {
                    changed.run();
                } catch (RuntimeException | Error e) {
                    log.error(
                            "failover '{}': internal error in argus-glue while changing the role of its" + " sources",
                            group,
                            e);
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
            return "set by hand; the automatic role would be " + (decision.role() == Role.ACTIVE ? "active" : "standby")
                    + ": " + automaticReason();
        }
        return automaticReason();
    }

    private String automaticReason() {
        ProbeResult last = lastResult;
        ProbeResult turned = decisiveResult;
        if (last == null) {
            return "the primary has not been checked yet";
        }
        String now = "the primary " + last.text();
        Thresholds thresholds = Thresholds.of(config);
        if (decision.role() == Role.ACTIVE) {
            String failed =
                    turned == null || turned.equals(last) || decision.row() > 0 ? now : "the primary " + turned.text();
            return decision.row() == 0
                    ? failed
                    : now + " again: " + decision.row() + " of " + decision.needed(thresholds) + " in a row";
        }
        String never = everUp || last.kind() != Kind.DOWN
                ? ""
                : "; it has never answered since the start of this process: check the settings of the probe";
        return decision.row() == 0
                ? now
                : now + ": " + decision.row() + " of " + decision.needed(thresholds) + " failures in a row" + never;
    }

    /** Milliseconds are precise enough to read. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
