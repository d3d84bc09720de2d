package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.SourceThreads;
import io.github.argusglue.core.adapter.WebhookDispatcher;
import io.github.argusglue.core.argus.Argus;
import io.github.argusglue.core.executor.TaskQueue;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.registry.SharedFeed;
import io.github.argusglue.core.status.ActionLog;
import io.github.argusglue.core.status.OpenIncidents;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceView;
import io.github.argusglue.core.status.Webhooks;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one source and Argus in step. A single thread owns all state. Timers, hints, snapshots and results reach it as
 * messages ({@link MessageLoop}), so it only ever waits for messages. The work is done by {@link ActivePeriod}.
 */
public final class SourceLoop implements SourceView {
    private static final Logger log = LoggerFactory.getLogger("source");

    /**
     * Bounds the queries for open incidents: callers do not wait for long, and a hanging loop must not collect them.
     */
    private static final int MAX_PENDING_QUERIES = 64;

    private static final Duration REHEARSAL_INTERVAL = Duration.ofMinutes(5);

    private final SourceSettings settings;
    private final AdapterMaker maker;
    private final Argus argus;
    private final TaskQueue queue;
    private final SharedFeed feed;
    private final Clock clock;
    private final SourceThreads threads;
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final StatusPublisher statusPublisher;
    private final ActionLog actions;
    private final WriterIdentity identity;
    private final WebhookDispatcher webhooks;
    private final MessageLoop messageLoop;
    private final AtomicInteger pendingQueries = new AtomicInteger();

    private @Nullable ActivePeriod period;
    private volatile boolean active = true;

    /** Whether an active period has ended, even if another one has begun since. */
    private final AtomicBoolean periodEnded = new AtomicBoolean();

    private volatile @Nullable Duration rehearsalInterval;
    private volatile boolean isSystemShared;

    /** Written by the loop's thread only; null while the source is active. */
    private volatile @Nullable Standby standby;

    /** Makes a loop whose source shares its identity with no other; starts nothing. */
    public SourceLoop(
            SourceSettings settings, AdapterMaker maker, Argus argus, TaskQueue queue, SharedFeed feed, Clock clock) {
        this(
                settings,
                maker,
                argus,
                queue,
                feed,
                clock,
                WriterIdentity.of(settings.name(), settings.stateFile()),
                Limits.DEFAULT);
    }

    /**
     * Makes a loop; starts nothing.
     *
     * @param argus sends nothing with a token that was not identified
     */
    public SourceLoop(
            SourceSettings settings,
            AdapterMaker maker,
            Argus argus,
            TaskQueue queue,
            SharedFeed feed,
            Clock clock,
            WriterIdentity identity) {
        this(settings, maker, argus, queue, feed, clock, identity, Limits.DEFAULT);
    }

    SourceLoop(
            SourceSettings settings,
            AdapterMaker maker,
            Argus argus,
            TaskQueue queue,
            SharedFeed feed,
            Clock clock,
            WriterIdentity identity,
            Limits limits) {
        this.settings = settings;
        this.identity = identity;
        this.maker = maker;
        this.argus = argus;
        this.queue = queue;
        this.feed = feed;
        this.clock = clock;
        this.threads = new SourceThreads(settings.name(), maker.loader());
        this.webhooks = new WebhookDispatcher(threads, limits.webhook());
        this.messageLoop = new MessageLoop(new LoopWork(), limits.iteration());
        this.statusPublisher = new StatusPublisher(settings.name(), clock);
        this.actions = new ActionLog(clock);
        identity.onLost(() -> {
            argus.requireIdentify();
            resync();
        });
    }

    /**
     * What takes longer than this counts as hanging.
     *
     * @param iteration of the loop, from one message to the next
     * @param webhook of a plugin's handler
     */
    record Limits(Duration iteration, Duration webhook) {
        static final Limits DEFAULT = new Limits(LoopWatchdog.MAX_ITERATION, WebhookDispatcher.TIMEOUT);
    }

    /**
     * Reserves the Argus user that the source writes as, if it is known from before. To be called before any loop is
     * started.
     */
    public void reserveIdentity() {
        identity.reserve();
    }

    /**
     * Declares that all processes that may write for the source read the same system, as in a cluster. To be called
     * before {@link #start}.
     */
    public void shareSystem() {
        isSystemShared = true;
    }

    /** Starts the loop's thread. */
    public void start() {
        threads.newCoreThread(messageLoop::run).start();
    }

    /** Requests a snapshot soon. Any thread. */
    public void hint() {
        if (hinted.compareAndSet(false, true)) {
            messageLoop.send(() -> {});
        }
    }

    /** Requests a cycle now, with a full listing of the open incidents. Any thread. */
    public void resync() {
        messageLoop.send(() -> {
            if (period != null) {
                period.resync();
            }
        });
    }

    /**
     * Sets whether this process keeps the source in step. If not, the adapter is closed and nothing is written, neither
     * to Argus nor to the source. When the source becomes active again, it begins as after a start. When it becomes
     * inactive, queued requests are dropped before this method returns, and those in flight are finished. A loop is
     * active from the start unless it is set otherwise before. Any thread.
     */
    public void setActive(boolean wanted) {
        if (active != wanted) {
            active = wanted;
            if (!wanted) {
                periodEnded.set(true);
                queue.close();
            }
            messageLoop.send(() -> {});
        }
    }

    /**
     * Declares that another process may also keep the source in step, and sets the interval of rehearsals on standby.
     * Takes effect the next time that the source goes on standby.
     */
    public void rehearseEvery(Duration interval) {
        rehearsalInterval = interval;
    }

    /**
     * Releases all held closings at the request of an operator, whether they wait for a second snapshot or for a time.
     * Any thread.
     *
     * @return the number of incidents; not completed if the loop has ended
     */
    public CompletableFuture<Integer> release() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        messageLoop.send(() -> count.complete(period == null ? 0 : period.release()));
        return count;
    }

    /**
     * Lets the source write as the user that its token belongs to, whoever that is, at the request of an operator. The
     * token is checked at once, and the source begins as after a start. Any thread.
     *
     * @return a description of the previous user
     * @throws IOException if this cannot be saved; then nothing has changed
     */
    public String adoptIdentity() throws IOException {
        argus.requireIdentify();
        String before = identity.forgetOwner();
        restartPeriod();
        return before;
    }

    private void restartPeriod() {
        periodEnded.set(true);
        messageLoop.send(() -> {});
    }

    /** Returns the first plan since the start; not completed if the loop has ended before. */
    public CompletableFuture<Plan> firstPlan() {
        return statusPublisher.firstPlan();
    }

    @Override
    public SourceStatus status() {
        Standby current = standby;
        return current == null ? statusPublisher.status() : current.status();
    }

    @Override
    public Optional<Rehearsal> rehearsal() {
        return Optional.ofNullable(standby).map(Standby::rehearsal);
    }

    @Override
    public List<ActionLog.LoggedAction> lastActions() {
        return actions.last();
    }

    @Override
    public Map<ActionLog.ActionKind, Long> actionCounts() {
        return actions.counts();
    }

    @Override
    public Optional<String> hangReason() {
        return Optional.ofNullable(messageLoop.hangReason());
    }

    @Override
    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public CompletableFuture<OpenIncidents> openIncidents(int limit) {
        CompletableFuture<OpenIncidents> answer = new CompletableFuture<>();
        if (pendingQueries.incrementAndGet() > MAX_PENDING_QUERIES) {
            pendingQueries.decrementAndGet();
            answer.completeExceptionally(new RejectedExecutionException("too many queries are waiting"));
            return answer;
        }
        messageLoop.send(() -> {
            pendingQueries.decrementAndGet();
            answer.complete(period == null ? OpenIncidents.UNKNOWN : period.openIncidents(limit));
        });
        return answer;
    }

    /** Waits until Argus matches the source, or the timeout has passed; returns whether it matches. */
    public boolean awaitSettled(Duration timeout) throws InterruptedException {
        return statusPublisher.awaitSettled(timeout);
    }

    /** Requests the loop to stop; returns at once. */
    public void beginClose() {
        messageLoop.close();
    }

    /** Stops the loop and its adapter. Requests in flight are finished. Returns when the adapter is closed. */
    public void close() throws InterruptedException {
        beginClose();
        statusPublisher.awaitClosed(Duration.ofSeconds(5));
    }

    /** What the thread does, depending on whether the source is active. */
    private final class LoopWork implements MessageLoop.Work {
        @Override
        public long nanosUntilDue() {
            ActivePeriod current = period;
            if (current == null) {
                return active ? 0 : Long.MAX_VALUE;
            }
            return Math.max(0, current.due() - System.nanoTime());
        }

        @Override
        public void tick() {
            if (periodEnded.getAndSet(false)) {
                endPeriod();
            }
            if (!active) {
                queue.close();
                beginStandby();
                return;
            }
            endStandby();
            ActivePeriod current = period;
            if (current == null) {
                queue.open();
                statusPublisher.beginPeriod();
                current = newPeriod();
                period = current;
            }
            current.tick();
        }

        @Override
        public void publish() {
            if (period != null) {
                period.publish();
            }
        }

        /** The next cycle reads Argus and the source again. */
        @Override
        public void onFault(Throwable fault) {
            log.error("fault in argus-glue; the next cycle starts with a full listing", fault);
            if (period != null) {
                period.reset();
            }
        }

        @Override
        public void end() {
            endStandby();
            endPeriod();
            statusPublisher.close();
        }
    }

    private ActivePeriod newPeriod() {
        ActivePeriod[] made = new ActivePeriod[1];
        Consumer<Runnable> messages = message -> messageLoop.send(() -> {
            if (period == made[0]) {
                message.run();
            }
        });
        made[0] = new ActivePeriod(
                new LoopParts(
                        settings,
                        maker,
                        argus,
                        queue,
                        feed,
                        clock,
                        hinted,
                        this::hint,
                        statusPublisher,
                        actions,
                        threads,
                        webhooks,
                        identity,
                        this::restartPeriod,
                        rehearsalInterval != null,
                        isSystemShared && rehearsalInterval == null),
                messages);
        return made[0];
    }

    private void endPeriod() {
        ActivePeriod current = period;
        period = null;
        if (current != null) {
            current.end();
        }
    }

    private void beginStandby() {
        if (standby == null) {
            Duration interval = rehearsalInterval;
            Standby newStandby = new Standby(
                    settings, maker, argus, identity, interval == null ? REHEARSAL_INTERVAL : interval, clock, threads);
            standby = newStandby;
            newStandby.start();
        }
    }

    private void endStandby() {
        Standby current = standby;
        standby = null;
        if (current != null) {
            current.close();
        }
    }
}
