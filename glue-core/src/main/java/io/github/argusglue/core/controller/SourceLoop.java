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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one source and Argus in step. A single thread owns all state; timers, hints, snapshots and results reach it as
 * messages, so it never waits for anything but messages. What it does is a {@link ActivePeriod}'s.
 */
public final class SourceLoop implements SourceView {
    private static final Logger log = LoggerFactory.getLogger("source");

    /** So that even a source that stands by shows now and then that its thread turns. */
    private static final long LONGEST_WAIT = TimeUnit.HOURS.toNanos(1);

    /**
     * Of those who want to know what is open; they do not wait for long, and a loop that hangs must not collect them.
     */
    private static final int MOST_QUESTIONS = 64;

    private static final Duration REHEARSAL = Duration.ofMinutes(5);

    private final SourceSettings settings;
    private final AdapterMaker maker;
    private final Argus argus;
    private final TaskQueue lane;
    private final SharedFeed feed;
    private final Clock clock;
    private final SourceThreads threads;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final StatusPublisher board;
    private final ActionLog actions;
    private final WriterIdentity identity;
    private final WebhookDispatcher webhooks;
    private final LoopWatchdog pulse;
    private final AtomicInteger questions = new AtomicInteger();

    private boolean closing;
    private @Nullable ActivePeriod cycle;
    private volatile boolean active = true;

    /** An active time is over, even if another one has begun since. */
    private final AtomicBoolean over = new AtomicBoolean();

    private volatile @Nullable Duration rehearsal;

    /** Of the loop's thread but for reading; null while the source is active. */
    private volatile @Nullable Standby standby;

    /** Makes a loop of a source that is alone; starts nothing. */
    public SourceLoop(
            SourceSettings settings, AdapterMaker maker, Argus argus, TaskQueue lane, SharedFeed feed, Clock clock) {
        this(
                settings,
                maker,
                argus,
                lane,
                feed,
                clock,
                WriterIdentity.of(settings.name(), settings.stateFile()),
                Limits.USUAL);
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
            TaskQueue lane,
            SharedFeed feed,
            Clock clock,
            WriterIdentity identity) {
        this(settings, maker, argus, lane, feed, clock, identity, Limits.USUAL);
    }

    SourceLoop(
            SourceSettings settings,
            AdapterMaker maker,
            Argus argus,
            TaskQueue lane,
            SharedFeed feed,
            Clock clock,
            WriterIdentity identity,
            Limits limits) {
        this.settings = settings;
        this.identity = identity;
        this.maker = maker;
        this.argus = argus;
        this.lane = lane;
        this.feed = feed;
        this.clock = clock;
        this.threads = new SourceThreads(settings.name(), maker.loader());
        this.webhooks = new WebhookDispatcher(threads, limits.webhook());
        this.pulse = new LoopWatchdog(limits.turn());
        this.board = new StatusPublisher(settings.name(), clock);
        this.actions = new ActionLog(clock);
        identity.onLost(() -> {
            argus.requireIdentify();
            resync();
        });
    }

    /**
     * What takes longer hangs.
     *
     * @param turn of the loop from one message to the next
     * @param webhook of a plugin's handler
     */
    record Limits(Duration turn, Duration webhook) {
        static final Limits USUAL = new Limits(LoopWatchdog.LONGEST_TURN, WebhookDispatcher.TIMEOUT);
    }

    /** Says whom the source writes as, as far as that is known from before; to be done before any loop is started. */
    public void reserveIdentity() {
        identity.reserve();
    }

    /** Starts the loop's thread. */
    public void start() {
        threads.newThread(this::loop).start();
    }

    /** Asks for a cycle soon. Any thread. */
    public void hint() {
        if (hinted.compareAndSet(false, true)) {
            inbox.add(() -> {});
        }
    }

    /** Asks for a cycle now that begins with a full listing of what is open in Argus. Any thread. */
    public void resync() {
        inbox.add(() -> {
            if (cycle != null) {
                cycle.resync();
            }
        });
    }

    /**
     * Says whether this process is to keep the source in step. While it is not, the adapter is closed and nothing is
     * written, neither to Argus nor to the source; when it is again, it begins as after a start. What waits to be sent
     * when it ceases to be is dropped before this returns, what is under way is finished. A loop is active from the
     * start unless told otherwise before. Any thread.
     */
    public void setActive(boolean wanted) {
        if (active != wanted) {
            active = wanted;
            if (!wanted) {
                over.set(true);
                lane.close();
            }
            inbox.add(() -> {});
        }
    }

    /**
     * Says that another process may keep the source in step at the same time, and sets the time between two rehearsals
     * while the source stands by; from the next time on that it does.
     */
    public void rehearseEvery(Duration time) {
        rehearsal = time;
    }

    /**
     * Says in an operator's name that what waits to be ended need not wait, be it for a second snapshot or for time to
     * pass. Any thread.
     *
     * @return how many incidents that is about; a loop that has ended does not complete it
     */
    public CompletableFuture<Integer> release() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        inbox.add(() -> count.complete(cycle == null ? 0 : cycle.release()));
        return count;
    }

    /**
     * Says in an operator's name that the source may write as whichever user of Argus its token belongs to the next
     * time it is looked at, which is at once. Then it begins as after a start. Any thread.
     *
     * @return whom it has written as so far, for people
     * @throws IOException if that cannot be written down; then nothing has changed
     */
    public String adoptIdentity() throws IOException {
        argus.requireIdentify();
        String before = identity.forgetOwner();
        beginAnew();
        return before;
    }

    private void beginAnew() {
        over.set(true);
        inbox.add(() -> {});
    }

    /** Returns the first plan since the start, once there is one; a loop that has ended does not complete it. */
    public CompletableFuture<Plan> firstPlan() {
        return board.firstPlan();
    }

    @Override
    public SourceStatus status() {
        Standby standing = standby;
        return standing == null ? board.status() : standing.status();
    }

    @Override
    public Optional<Rehearsal> rehearsal() {
        return Optional.ofNullable(standby).map(Standby::rehearsal);
    }

    @Override
    public List<ActionLog.Entry> lastActions() {
        return actions.last();
    }

    @Override
    public Map<ActionLog.ActionKind, Long> actionCounts() {
        return actions.counts();
    }

    @Override
    public Optional<String> hangReason() {
        return Optional.ofNullable(pulse.trouble());
    }

    @Override
    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public CompletableFuture<OpenIncidents> openIncidents(int most) {
        CompletableFuture<OpenIncidents> answer = new CompletableFuture<>();
        if (questions.incrementAndGet() > MOST_QUESTIONS) {
            questions.decrementAndGet();
            answer.completeExceptionally(new RejectedExecutionException("too many ask already"));
            return answer;
        }
        inbox.add(() -> {
            questions.decrementAndGet();
            answer.complete(cycle == null ? OpenIncidents.UNKNOWN : cycle.openIncidents(most));
        });
        return answer;
    }

    /** Waits until Argus is as it should be, or the time is over; tells which. */
    public boolean awaitSettled(Duration atMost) throws InterruptedException {
        return board.awaitSettled(atMost);
    }

    /** Asks the loop to stop; returns at once. */
    public void beginClose() {
        inbox.add(() -> closing = true);
    }

    /** Stops the loop and its adapter. What is under way in Argus goes on. Returns when the adapter is closed. */
    public void close() throws InterruptedException {
        beginClose();
        board.awaitClosed(Duration.ofSeconds(5));
    }

    private void loop() {
        try {
            pulse.begin();
            while (!closing) {
                long wait = Math.min(untilDue(), LONGEST_WAIT);
                pulse.waits(wait);
                Runnable message = inbox.poll(wait, TimeUnit.NANOSECONDS);
                pulse.turns();
                for (; message != null && !closing; message = inbox.poll()) {
                    guarded(message);
                    pulse.turns();
                }
                if (!closing) {
                    guarded(this::turn);
                    guarded(this::publish);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endStandby();
            endCycle();
            if (closing) {
                pulse.end();
            }
            board.close();
        }
    }

    private void turn() {
        if (over.getAndSet(false)) {
            endCycle();
        }
        if (!active) {
            lane.close();
            beginStandby();
            return;
        }
        endStandby();
        ActivePeriod current = cycle;
        if (current == null) {
            lane.open();
            board.begin();
            current = newCycle();
            cycle = current;
        }
        current.tick();
    }

    private ActivePeriod newCycle() {
        ActivePeriod[] made = new ActivePeriod[1];
        Consumer<Runnable> messages = message -> inbox.add(() -> {
            if (cycle == made[0]) {
                message.run();
            }
        });
        made[0] = new ActivePeriod(
                new LoopParts(
                        settings,
                        maker,
                        argus,
                        lane,
                        feed,
                        clock,
                        hinted,
                        this::hint,
                        board,
                        actions,
                        threads,
                        webhooks,
                        identity,
                        this::beginAnew,
                        rehearsal != null),
                messages);
        return made[0];
    }

    private void endCycle() {
        ActivePeriod current = cycle;
        cycle = null;
        if (current != null) {
            current.end();
        }
    }

    private void beginStandby() {
        if (standby == null) {
            Duration every = rehearsal;
            Standby begun =
                    new Standby(settings, maker, argus, identity, every == null ? REHEARSAL : every, clock, threads);
            standby = begun;
            begun.start();
        }
    }

    private void endStandby() {
        Standby standing = standby;
        standby = null;
        if (standing != null) {
            standing.close();
        }
    }

    private void publish() {
        if (cycle != null) {
            cycle.publish();
        }
    }

    /**
     * A fault of ours must not end the loop: it is told, and the next cycle begins from what Argus and the source say.
     */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            log.error("fault in argus-glue; the next cycle starts afresh", e);
            if (cycle != null) {
                cycle.startAfresh();
            }
        }
    }

    private long untilDue() {
        ActivePeriod current = cycle;
        if (current == null) {
            return active ? 0 : Long.MAX_VALUE;
        }
        return Math.max(0, current.due() - System.nanoTime());
    }
}
