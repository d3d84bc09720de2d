package io.github.argusglue.core.trial;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.adapter.AdapterMaker;
import io.github.argusglue.core.adapter.AdapterSettings;
import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.adapter.SourceThreads;
import io.github.argusglue.core.adapter.WebhookDispatcher;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.WebhookRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs one adapter alone, as the service would, and reports what it returns and does. Owned by the caller's thread. */
public final class Trial {
    /** An adapter that asks for the next snapshot in each snapshot must not be read without a break. */
    private static final Duration HINT_GAP = Duration.ofMillis(250);

    private static final Duration TO_RETURN = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(10);

    private final AdapterSettings settings;
    private final Clock clock;
    private final TrialReport report;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final WebhookDispatcher dispatcher;
    private final AdapterClient adapter;
    private final List<WebhookRequest> recorded;
    private final Totals totals = new Totals();
    private Map<String, Alert> open = Map.of();
    private AdapterThread.@Nullable SnapshotResult result;
    private volatile boolean ended;

    /** Creates a trial; calls no plugin code. */
    public Trial(AdapterSettings settings, AdapterMaker maker, Clock clock, TrialReport report) {
        this(settings, maker, clock, report, List.of());
    }

    /**
     * Creates a trial; calls no plugin code.
     *
     * @param recorded webhooks that the adapter gets after the first snapshot, one after the other
     */
    public Trial(
            AdapterSettings settings,
            AdapterMaker maker,
            Clock clock,
            TrialReport report,
            List<WebhookRequest> recorded) {
        this.recorded = List.copyOf(recorded);
        this.settings = settings;
        this.clock = clock;
        this.report = report;
        SourceThreads threads = new SourceThreads(settings.source(), maker.loader());
        this.dispatcher = new WebhookDispatcher(threads, WebhookDispatcher.TIMEOUT);
        this.adapter = new AdapterClient(settings, maker, clock, threads, this::hint, this::notice, dispatcher);
    }

    /**
     * Takes snapshots until there are enough or {@link #end} is called; then closes the adapter.
     *
     * @param count number of snapshots to take; 0 for any number
     * @throws ConfigException if the adapter's factory rejects the configuration
     */
    public TrialSummary run(long count) throws ConfigException, InterruptedException {
        TrialSummary summary;
        try {
            for (long number = 1; !ended; number++) {
                long begin = System.nanoTime();
                take(number, begin);
                if (number == 1) {
                    deliverRecorded();
                }
                if (number == count) {
                    break;
                }
                awaitNext(begin);
            }
        } finally {
            adapter.closeAdapter();
            awaitReturned();
            events.forEach(Runnable::run);
            summary = totals.summary(adapter.hangingCalls());
        }
        report.end(summary);
        return summary;
    }

    private void deliverRecorded() throws InterruptedException {
        Webhooks webhooks = webhooks();
        for (WebhookRequest request : recorded) {
            CountDownLatch answered = new CountDownLatch(1);
            CompletableFuture<Webhooks.WebhookResult> ignored =
                    webhooks.offer(request).whenComplete((outcome, failure) -> answered.countDown());
            answered.await();
        }
    }

    /** An interrupted call needs a moment to return. */
    private void awaitReturned() {
        long end = System.nanoTime() + TO_RETURN.toNanos();
        while (adapter.hangingCalls() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Ends the trial soon. Any thread. */
    public void end() {
        ended = true;
        events.add(() -> {});
    }

    /** Returns the receiver of the adapter's webhooks. */
    public Webhooks webhooks() {
        return new ReportedWebhooks();
    }

    private void take(long number, long begin) throws ConfigException, InterruptedException {
        Instant at = clock.instant();
        hinted.set(false);
        result = null;
        adapter.requestSnapshot(List.of(), events::add, answer -> result = answer);
        while (result == null && !ended) {
            long left = adapter.snapshotDeadline() - System.nanoTime();
            if (left <= 0) {
                String stack = AdapterStacks.of(settings.source());
                failed(number, at, adapter.cancelSnapshot(), stack);
                return;
            }
            handle(events.poll(left, TimeUnit.NANOSECONDS));
        }
        AdapterThread.SnapshotResult answer = result;
        if (answer == null) {
            return;
        }
        Snapshot snapshot = answer.snapshot();
        SourceException failure = answer.failure();
        if (failure != null && failure.getCause() instanceof ConfigException refused) {
            throw refused;
        } else if (snapshot == null) {
            if (!answer.started()) {
                adapter.closeAdapter();
            }
            failed(number, at, failure == null ? SourceException.badAnswer("no snapshot", null) : failure, "");
            return;
        }
        adapter.recovered();
        SnapshotDiff diff = SnapshotDiff.of(open, snapshot);
        open = diff.open();
        totals.count(diff);
        report.snapshot(new TrialReport.TakenSnapshot(
                number,
                at,
                Duration.ofNanos(System.nanoTime() - begin),
                snapshot,
                diff,
                answer.healthProblem(),
                answer.abilities(),
                dispatcher.state()));
    }

    private void failed(long number, Instant at, SourceException failure, String stack) {
        totals.failures++;
        report.failure(number, at, failure, stack);
    }

    /** Waits for the interval, or less if the adapter asks for a snapshot. */
    private void awaitNext(long begin) throws InterruptedException {
        while (!ended) {
            Duration wait = hinted.get() ? HINT_GAP : settings.interval();
            long left = begin + wait.toNanos() - System.nanoTime();
            if (left <= 0) {
                return;
            }
            handle(events.poll(left, TimeUnit.NANOSECONDS));
        }
    }

    private static void handle(@Nullable Runnable event) {
        if (event != null) {
            event.run();
        }
    }

    private void hint() {
        Instant at = clock.instant();
        if (hinted.compareAndSet(false, true)) {
            events.add(() -> {
                totals.hints++;
                report.hint(at);
            });
        }
    }

    private void notice(Notice notice) {
        Instant at = clock.instant();
        events.add(() -> {
            totals.notices++;
            report.notice(at, notice);
        });
    }

    /** Passes webhooks to the adapter and reports the results. */
    private final class ReportedWebhooks implements Webhooks {
        @Override
        public HandlerState state() {
            return dispatcher.state();
        }

        @Override
        public Set<String> methods() {
            return dispatcher.methods();
        }

        @Override
        public CompletableFuture<WebhookResult> offer(WebhookRequest request) {
            Instant at = clock.instant();
            return dispatcher.offer(request).thenApply(outcome -> {
                events.add(() -> {
                    totals.webhooks++;
                    report.webhook(at, outcome);
                });
                return outcome;
            });
        }
    }

    /** What has happened so far. */
    private static final class Totals {
        private long snapshots;
        private long failures;
        private long opened;
        private long changed;
        private long ended;
        private long hints;
        private long notices;
        private long webhooks;

        void count(SnapshotDiff diff) {
            snapshots++;
            opened += diff.opened();
            changed += diff.changed();
            ended += diff.ended().size();
        }

        TrialSummary summary(int hangingCalls) {
            return new TrialSummary(
                    snapshots, failures, opened, changed, ended, hints, notices, webhooks, hangingCalls);
        }
    }
}
