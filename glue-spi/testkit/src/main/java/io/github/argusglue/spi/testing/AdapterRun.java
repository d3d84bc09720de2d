package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.HistoryEntry;
import io.github.argusglue.spi.HistorySource;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One adapter from its creation to its end: every call is limited in time, and every result is checked. */
final class AdapterRun {
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final SourceAdapter adapter;
    private final TestContext context;
    private final TimedCalls calls;
    private final SecretWatch secrets;
    private final SnapshotCheck check;
    private final Set<Ability> shown = EnumSet.noneOf(Ability.class);
    private boolean closed;

    private AdapterRun(
            SourceAdapter adapter, TestContext context, TimedCalls calls, SecretWatch secrets, SnapshotCheck check) {
        this.adapter = adapter;
        this.context = context;
        this.calls = calls;
        this.secrets = secrets;
        this.check = check;
    }

    /** Creates the adapter. */
    static AdapterRun create(
            Callable<SourceAdapter> factory,
            TestContext context,
            TimedCalls calls,
            SecretWatch secrets,
            SnapshotCheck check)
            throws Exception {
        SourceAdapter created;
        try {
            created = calls.call("create", factory);
        } catch (RuntimeException e) {
            throw Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.broken(
                    "create() threw " + secrets.mask(e.toString()) + " for a valid configuration", e);
        }
        if (created == null) {
            throw Rule.REGISTERED.broken("create() returned null");
        }
        return new AdapterRun(created, context, calls, secrets, check);
    }

    SourceAdapter adapter() {
        return adapter;
    }

    TestContext context() {
        return context;
    }

    TimedCalls calls() {
        return calls;
    }

    /** Returns the abilities that the adapter has shown until now. */
    Set<Ability> shown() {
        return shown;
    }

    /** The core asks for the same after each snapshot. */
    private void lookForAbilities() {
        if (feedback().isPresent()) {
            shown.add(Ability.FEEDBACK);
        }
        if (history().isPresent()) {
            shown.add(Ability.HISTORY);
        }
        if (context.webhook().isPresent()) {
            shown.add(Ability.WEBHOOKS);
        }
        if (context.webhookResponder().isPresent()) {
            shown.add(Ability.RESPONDER);
        }
        if (!context.notices().isEmpty()) {
            shown.add(Ability.NOTICES);
        }
        if (context.followsStreams()) {
            shown.add(Ability.STREAMS);
        }
        if (overridesAdopt()) {
            shown.add(Ability.ADOPTION);
        }
    }

    private boolean overridesAdopt() {
        try {
            return adapter.getClass().getMethod("adopt", OpenIncident.class).getDeclaringClass() != SourceAdapter.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    void start() throws Exception {
        call("start()", () -> {
            adapter.start();
            return "";
        });
    }

    Snapshot snapshot() throws Exception {
        Snapshot found = call("snapshot()", adapter::snapshot);
        check.check(found);
        shown.addAll(Ability.of(found));
        lookForAbilities();
        return found;
    }

    /** Begins a snapshot and does not wait for it. */
    TimedCalls.RunningCall<Snapshot> beginSnapshot() {
        return calls.begin("snapshot()", adapter::snapshot);
    }

    /** Begins the start and does not wait for it. */
    TimedCalls.RunningCall<String> beginStart() {
        return calls.begin("start()", () -> {
            adapter.start();
            return "";
        });
    }

    Optional<FeedbackSink> feedback() {
        return callWithoutFailure("feedback()", adapter::feedback);
    }

    /** Returns the sink; fails if there is none. */
    FeedbackSink sink() {
        return feedback()
                .orElseThrow(() -> Rule.TEST_IS_COMPLETE.broken(
                        "feedback() is empty: there is nothing to test. Create the adapter with a configuration in which"
                                + " it accepts feedback, or do not implement FeedbackContract"));
    }

    Set<Feedback.Kind> accepts() {
        FeedbackSink sink = sink();
        return callWithoutFailure("accepts()", sink::accepts);
    }

    void deliver(Feedback feedback) throws Exception {
        FeedbackSink sink = sink();
        call("deliver(" + feedback.kind() + ")", () -> {
            sink.deliver(feedback);
            return "";
        });
    }

    Optional<HistorySource> history() {
        return callWithoutFailure("history()", adapter::history);
    }

    List<HistoryEntry> entriesSince(AlertId id, Instant since) throws Exception {
        HistorySource history = history()
                .orElseThrow(
                        () -> Rule.TEST_IS_COMPLETE.broken("history() is empty: there is nothing to test. Create the"
                                + " adapter with a configuration in which it reads histories, or do not implement"
                                + " HistoryContract"));
        return call("entriesSince()", () -> history.entriesSince(id, since));
    }

    boolean startsAreStable() {
        return callWithoutFailure("startsAreStable()", adapter::startsAreStable);
    }

    Optional<AlertId> adopt(OpenIncident incident) {
        return callWithoutFailure("adopt()", () -> adapter.adopt(incident));
    }

    Health health() {
        Health health = callWithoutFailure("health()", adapter::health);
        health.problem().ifPresent(problem -> noSecret("health()", problem));
        return health;
    }

    /** Calls a webhook handler or check, which may throw an {@code IllegalArgumentException}. */
    <T> T webhook(String what, Callable<T> call) throws Exception {
        return calls.call(what, call);
    }

    /** Closes the adapter unless that is done. */
    void close() throws Exception {
        if (closed) {
            return;
        }
        closed = true;
        noSecret("toString() of the adapter", adapter.toString());
        RuntimeException thrown = null;
        try {
            calls.begin("close()", () -> {
                        // As the core does: its HTTP client ends first.
                        context.close();
                        adapter.close();
                        return "";
                    })
                    .await(CLOSE_TIMEOUT, "");
        } catch (RuntimeException e) {
            thrown = e;
        }
        if (thrown != null) {
            throw Rule.CLOSE_RELEASES_ALL.broken("close() threw " + secrets.mask(thrown.toString()), thrown);
        }
    }

    /** Fails if a thread is still there that close() has to end: one of the factory, or one that is not a daemon. */
    void checkNoThreadIsLeft() {
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline
                && !(ownThreads().isEmpty() && ordinaryThreads().isEmpty())) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        for (Thread thread : ownThreads()) {
            throw Rule.CLOSE_RELEASES_ALL.broken("the thread '" + thread.getName()
                    + "' of threadFactory() is alive after close(), at " + TimedCalls.place(thread));
        }
        for (Thread thread : ordinaryThreads()) {
            throw Rule.CLOSE_RELEASES_ALL.broken("the thread '" + thread.getName()
                    + "' is alive after close(), at " + TimedCalls.place(thread)
                    + ". It is not a daemon, so the process would not end: use threadFactory()");
        }
    }

    /** Returns the threads that are still there after a while, by whatever means they were started. */
    List<Thread> awaitStartedThreadsEnd() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        while (System.nanoTime() < deadline && !calls.startedThreads().isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return calls.startedThreads();
    }

    private List<Thread> ownThreads() {
        return context.liveThreads();
    }

    private List<Thread> ordinaryThreads() {
        return calls.startedThreads().stream()
                .filter(thread -> !thread.isDaemon())
                .toList();
    }

    /** Calls a method that may throw a {@code SourceException}, and checks what it throws. */
    private <T> T call(String what, Callable<T> call) throws Exception {
        T result;
        try {
            result = calls.call(what, call);
        } catch (RuntimeException e) {
            throw Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.broken(
                    what + " threw " + secrets.mask(e.toString()) + ", which is not a SourceException", e);
        } catch (SourceException e) {
            StringBuilder text = new StringBuilder();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                text.append(' ').append(cause);
            }
            noSecret("the exception of " + what, text.toString());
            throw e;
        }
        if (result == null) {
            throw Rule.UNKNOWN_IS_NOT_EMPTY.broken(what + " returned null");
        }
        return result;
    }

    /** Calls a method that never throws. */
    private <T> T callWithoutFailure(String what, Callable<T> call) {
        T result;
        try {
            result = calls.call(what, call);
        } catch (Exception e) {
            throw Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.broken(
                    what + " threw " + secrets.mask(e.toString()) + "; it does not throw", e);
        }
        if (result == null) {
            throw Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.broken(what + " returned null");
        }
        return result;
    }

    void noSecret(String where, String text) {
        if (secrets.find(text).isPresent()) {
            throw Rule.NO_SECRETS.broken(where + " shows a secret: " + secrets.mask(text.strip()));
        }
    }

    /** What is checked of every snapshot, whatever the test is about. */
    interface SnapshotCheck {
        void check(Snapshot found);

        /** Checks what holds for every snapshot of every adapter. */
        static void always(Snapshot found) {
            Set<AlertId> ids = new HashSet<>();
            for (Alert alert : found.alerts()) {
                Rule.ONE_ID_ONE_OCCURRENCE.check(
                        ids.add(alert.id()), "two alerts of one snapshot have the id '" + alert.id() + "'");
            }
            for (Ending ending : found.endings()) {
                boolean open = found.alerts().stream()
                        .anyMatch(alert -> alert.id().equals(ending.alertId())
                                && alert.heldReason().isEmpty());
                Rule.ENDINGS.check(
                        !open, "the snapshot says that '" + ending.alertId() + "' has ended, and that it is open");
            }
            LeftOutCheck.check(found);
            found.partialReason()
                    .ifPresent(reason -> Rule.UNKNOWN_IS_NOT_EMPTY.check(
                            !reason.isBlank(), "a partial snapshot does not say what is missing"));
        }
    }
}
