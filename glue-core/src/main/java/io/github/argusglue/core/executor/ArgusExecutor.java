package io.github.argusglue.core.executor;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.log.LogSource;
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

/**
 * Sends the requests of all sources to one Argus server. It limits how many run at once, runs reads first, then by
 * rank, and is fair among the sources. Threads are created when there is work.
 */
public final class ArgusExecutor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("argus");

    /** Every n-th pick goes to the source that was served longest ago, whatever the rank of its tasks. */
    private static final int FAIR_EVERY = 4;

    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

    private final String server;
    private final InstantSource clock;
    private final Duration idleThread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<SourceQueue> queues = new ArrayList<>();
    private final Set<Thread> threads = new HashSet<>();
    private final ConcurrencyLimit concurrency = new ConcurrencyLimit();
    private final CircuitBreaker breaker;
    private int running;
    private int idle;
    private long picks;
    private boolean closed;

    /** Creates an executor; starts no thread. */
    public ArgusExecutor(String server, InstantSource clock, RandomGenerator random) {
        this(server, clock, random, IDLE_THREAD);
    }

    ArgusExecutor(String server, InstantSource clock, RandomGenerator random, Duration idleThread) {
        this.server = server;
        this.clock = clock;
        this.idleThread = idleThread;
        this.breaker = new CircuitBreaker(random);
    }

    /** Returns the queue of a new source. */
    public SourceQueue queueFor(String source) {
        SourceQueue queue = new SourceQueue(this, source);
        locked(() -> queues.add(queue));
        return queue;
    }

    /** Waits for the tasks of a queue to end, up to a time limit, and removes the queue with the rest. */
    public void retire(SourceQueue queue, Duration grace) throws InterruptedException {
        long left = grace.toNanos();
        lock.lock();
        try {
            while (left > 0 && !closed && (queue.running > 0 || queue.firstRank() != null)) {
                left = changed.awaitNanos(left);
            }
        } finally {
            queue.clear();
            queues.remove(queue);
            lock.unlock();
        }
    }

    /** Returns why nothing is sent to the server now; null if the server works. */
    public @Nullable String pauseReason() {
        lock.lock();
        try {
            return breaker.reason();
        } finally {
            lock.unlock();
        }
    }

    /** Accepts no more work, waits for running tasks, and interrupts them after the time limit. */
    public void close(Duration grace) {
        long deadline = System.nanoTime() + grace.toNanos();
        lock.lock();
        try {
            closed = true;
            queues.forEach(SourceQueue::clear);
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
        if (running + idle < Math.max(1, wanted) && idle == 0 && queues.stream().anyMatch(l -> l.firstRank() != null)) {
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
            while (runNext()) {
                idle++;
            }
        } finally {
            threads.remove(Thread.currentThread());
            lock.unlock();
        }
    }

    /** No variable holds a task while the thread waits for the next one: it would keep an ended source in memory. */
    private boolean runNext() {
        Selection selection = next();
        return selection != null && runOne(selection);
    }

    private boolean runOne(Selection selection) {
        running++;
        selection.queue().running++;
        startThreads();
        lock.unlock();
        ArgusException failure = null;
        boolean interrupted = false;
        LogSource named = LogSource.enter(selection.queue().source());
        try {
            failure = selection.task().run();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            named.leave();
            lock.lock();
            running--;
            selection.queue().running--;
            recordResult(failure);
            changed.signalAll();
        }
        return !interrupted;
    }

    private void recordResult(@Nullable ArgusException failure) {
        boolean more = queues.stream().anyMatch(queue -> queue.firstRank() != null);
        boolean pushedBack = failure != null
                && (failure.kind() == ArgusException.Kind.RATE_LIMITED
                        || failure.kind() == ArgusException.Kind.OUTCOME_UNKNOWN);
        concurrency.completed(pushedBack, more, System.nanoTime());
        String before = breaker.reason();
        breaker.recordResult(failure, clock.instant());
        String reason = breaker.reason();
        if (before != null && reason == null) {
            log.info("Argus '{}' answers again", server);
        } else if (before == null && reason != null) {
            log.warn("Argus '{}': requests are paused and retried with backoff: {}", server, reason);
        } else if (reason != null) {
            log.debug("Argus '{}': requests are paused until {}: {}", server, breaker.opensAt(clock.instant()), reason);
        }
    }

    /** Waits for the next task; returns null if the thread is no longer needed. */
    private @Nullable Selection next() {
        boolean counted = true;
        try {
            long idleNanos = idleThread.toNanos();
            while (!closed) {
                Instant now = clock.instant();
                if (running < breaker.limit(concurrency.limit(), now)) {
                    SourceQueue queue = selectQueue();
                    if (queue != null) {
                        idle--;
                        counted = false;
                        return new Selection(queue, queue.take());
                    }
                }
                if (idleNanos <= 0 && queues.stream().noneMatch(queue -> queue.firstRank() != null)) {
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

    private @Nullable SourceQueue selectQueue() {
        boolean fair = picks++ % FAIR_EVERY == FAIR_EVERY - 1;
        SourceQueue best = null;
        int bestRank = 0;
        for (SourceQueue queue : queues) {
            Integer first = queue.firstRank();
            if (first == null) {
                continue;
            }
            int rank = fair ? 0 : first;
            if (best == null || rank < bestRank || (rank == bestRank && queue.lastServed < best.lastServed)) {
                best = queue;
                bestRank = rank;
            }
        }
        if (best != null) {
            best.lastServed = picks;
        }
        return best;
    }

    private record Selection(SourceQueue queue, Task<?> task) {}
}
