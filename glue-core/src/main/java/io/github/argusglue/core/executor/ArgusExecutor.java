package io.github.argusglue.core.executor;

import io.github.argusglue.core.argus.ArgusException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Sends the requests of all sources to one Argus server: never more at once than the server is fast with, reads first,
 * then by rank, and fair among the sources. Threads are made when there is work for them.
 */
public final class ArgusExecutor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("argus");

    /** One pick in so many goes to the source that was served longest ago, whatever the rank of its tasks. */
    private static final int FAIR_EVERY = 4;

    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

    private final String server;
    private final InstantSource clock;
    private final Duration idleThread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<SourceQueue> lanes = new ArrayList<>();
    private final Set<Thread> threads = new HashSet<>();
    private final ConcurrencyLimit concurrency = new ConcurrencyLimit();
    private final CircuitBreaker breaker;
    private int running;
    private int idle;
    private long picks;
    private boolean closed;

    /** Makes an executor; starts no thread. */
    public ArgusExecutor(String server, InstantSource clock, RandomGenerator random) {
        this(server, clock, random, IDLE_THREAD);
    }

    ArgusExecutor(String server, InstantSource clock, RandomGenerator random, Duration idleThread) {
        this.server = server;
        this.clock = clock;
        this.idleThread = idleThread;
        this.breaker = new CircuitBreaker(random);
    }

    /** Returns a new source's lane. */
    public SourceQueue lane(String source) {
        SourceQueue lane = new SourceQueue(this, source);
        locked(() -> lanes.add(lane));
        return lane;
    }

    /** Lets what a lane has under way or waiting come to its end, for a while, and removes it with the rest. */
    public void retire(SourceQueue lane, Duration grace) throws InterruptedException {
        long left = grace.toNanos();
        lock.lock();
        try {
            while (left > 0 && !closed && (lane.running > 0 || lane.firstRank() != null)) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lane.clear();
            lanes.remove(lane);
            lock.unlock();
        }
    }

    /** Returns why nothing is sent to the server now; null if all is well. */
    public @Nullable String trouble() {
        lock.lock();
        try {
            return breaker.reason();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more work, waits for what is under way, and cuts it when the time is over. */
    public void close(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        lock.lock();
        try {
            closed = true;
            lanes.forEach(SourceQueue::clear);
            changed.signalAll();
            while (running > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.forEach(Thread::interrupt);
            lock.unlock();
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            if (!closed) {
                startThreads();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void startThreads() {
        int wanted = breaker.limit(concurrency.limit(), clock.instant());
        if (running + idle < Math.max(1, wanted) && idle == 0 && lanes.stream().anyMatch(l -> l.firstRank() != null)) {
            Thread thread = new Thread(this::work, "argus-" + server + "-" + (threads.size() + 1));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
            idle++;
        }
    }

    private void work() {
        lock.lock();
        try {
            Picked picked = next();
            while (picked != null && runOne(picked)) {
                idle++;
                picked = next();
            }
        } finally {
            threads.remove(Thread.currentThread());
            lock.unlock();
        }
    }

    private boolean runOne(Picked picked) {
        running++;
        picked.lane().running++;
        startThreads();
        lock.unlock();
        ArgusException failure = null;
        boolean interrupted = false;
        MDC.put("source", picked.lane().source());
        try {
            failure = picked.task().run();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            MDC.remove("source");
            lock.lock();
            running--;
            picked.lane().running--;
            note(failure);
            changed.signalAll();
        }
        return !interrupted;
    }

    private void note(@Nullable ArgusException failure) {
        boolean more = lanes.stream().anyMatch(lane -> lane.firstRank() != null);
        boolean pushedBack = failure != null
                && (failure.kind() == ArgusException.Kind.RATE_LIMITED
                        || failure.kind() == ArgusException.Kind.OUTCOME_UNKNOWN);
        concurrency.completed(pushedBack, more, System.nanoTime());
        String before = breaker.reason();
        breaker.note(failure, clock.instant());
        String reason = breaker.reason();
        if (before != null && reason == null) {
            log.info("Argus '{}' answers again", server);
        } else if (before == null && reason != null) {
            log.warn("Argus '{}': what is to be sent waits, tried again with growing pauses: {}", server, reason);
        } else if (reason != null) {
            log.debug("Argus '{}': nothing is sent until {}: {}", server, breaker.opensAt(clock.instant()), reason);
        }
    }

    /** Waits for the next task; returns null when the thread is no longer needed. */
    private @Nullable Picked next() {
        boolean counted = true;
        try {
            long idleNanos = idleThread.toNanos();
            while (!closed) {
                Instant now = clock.instant();
                if (running < breaker.limit(concurrency.limit(), now)) {
                    SourceQueue lane = pick();
                    if (lane != null) {
                        idle--;
                        counted = false;
                        return new Picked(lane, lane.take());
                    }
                }
                if (idleNanos <= 0 && lanes.stream().noneMatch(lane -> lane.firstRank() != null)) {
                    break;
                }
                idleNanos = await(now, idleNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (counted) {
                idle--;
            }
        }
        return null;
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is next()
    private long await(Instant now, long idleNanos) throws InterruptedException {
        Instant opens = breaker.opensAt(now);
        long pause = opens == null
                ? Long.MAX_VALUE
                : Math.max(1_000_000, Duration.between(now, opens).toNanos());
        long wait = Math.min(pause, Math.max(idleNanos, TimeUnit.MILLISECONDS.toNanos(50)));
        return idleNanos - (wait - changed.awaitNanos(wait));
    }

    private @Nullable SourceQueue pick() {
        boolean fair = picks++ % FAIR_EVERY == FAIR_EVERY - 1;
        SourceQueue best = null;
        int bestRank = 0;
        for (SourceQueue lane : lanes) {
            Integer first = lane.firstRank();
            if (first == null) {
                continue;
            }
            int rank = fair ? 0 : first;
            if (best == null || rank < bestRank || (rank == bestRank && lane.lastServed < best.lastServed)) {
                best = lane;
                bestRank = rank;
            }
        }
        if (best != null) {
            best.lastServed = picks;
        }
        return best;
    }

    private record Picked(SourceQueue lane, Task<?> task) {}
}
