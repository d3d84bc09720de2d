package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.FeedbackSink;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that every adapter has to pass. Extend this class and run it like any JUnit class:
 *
 * <pre>{@code
 * class ExampleContractTest extends SourceAdapterContract<ExampleConfig> {
 *     protected SourceAdapterFactory<ExampleConfig> factory() { return new ExampleAdapterFactory(); }
 *     protected FakeSystem system() { return new FakeExample(); }
 *     protected ExampleConfig config(FakeSystem system) { return ...; }
 * }
 * }</pre>
 *
 * <p>These tests need nothing of the system that a real one cannot do, so they also run with a real system. Tests that
 * need a simulated system are in {@link SourceAdapterFailureContract}.
 *
 * @param <C> the adapter's configuration
 */
public abstract class SourceAdapterContract<C extends Record> {
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private FakeSystem system;
    private final TestState state = new TestState();
    private TestContext context;
    private SourceAdapter adapter;
    private C config;
    private boolean closed;

    /** Returns the factory under test. */
    protected abstract SourceAdapterFactory<C> factory();

    /** Returns a system without problems, for one test. */
    protected abstract FakeSystem system();

    /** Returns a configuration that points at the system, with a timeout of at most five seconds. */
    protected abstract C config(FakeSystem system);

    /** Returns the clock for the adapter; the system clock unless overridden. */
    protected Clock clock() {
        return Clock.systemUTC();
    }

    /** Returns the maximum delay until a snapshot shows a change in the system. */
    protected Duration maxDelay() {
        return Duration.ofSeconds(5);
    }

    /** For subclasses. */
    protected SourceAdapterContract() {}

    final FakeSystem subject() {
        return system;
    }

    final SourceAdapter adapter() {
        return adapter;
    }

    @BeforeEach
    final void begin() {
        system = system();
        context = context();
        config = config(system);
        adapter = factory().create(config, context);
    }

    /** Each adapter has its own context with the state of the source, as in the core. */
    private TestContext context() {
        return new TestContext("contract", clock(), state);
    }

    @AfterEach
    final void end() {
        if (!closed) {
            close();
        }
        system.close();
        assertEquals(List.of(), context.escaped(), "exceptions that escaped from threads");
    }

    @Test
    @SuppressWarnings("rawtypes") // ServiceLoader does not support generic types.
    final void factoryIsRegisteredOnceWithAValidType() {
        String type = factory().type();
        assertTrue(type.matches("[a-z][a-z0-9-]*"), type);
        long found = ServiceLoader.load(SourceAdapterFactory.class).stream()
                .filter(provider -> provider.type().equals(factory().getClass()))
                .count();
        assertEquals(1, found, "entries in META-INF/services for " + factory().getClass());
        assertEquals(config.getClass(), factory().configType());
    }

    @Test
    final void createDoesNoIoAndStartsNoThreads() {
        int before = system.requests();
        TestContext other = context();
        factory().create(config, other).close();
        assertEquals(before, system.requests(), "no request before start()");
        assertEquals(List.of(), other.liveThreads(), "no thread before start()");
    }

    @Test
    final void closeWorksWithoutStart() {
        close();
        assertEquals(List.of(), context.liveThreads());
    }

    @Test
    final void noProblemsGiveACompleteEmptySnapshot() throws Exception {
        adapter.start();
        Snapshot snapshot = await("complete", found -> found.partialReason().isEmpty());
        assertEquals(List.of(), snapshot.alerts());
    }

    @Test
    final void problemIsTheSameAlertInEverySnapshot() throws Exception {
        adapter.start();
        system.open("one");
        Alert first = awaitOne();
        Alert again = only(adapter.snapshot());
        assertEquals(first, again);
        assertFalse(first.description().isBlank(), "a description for people");
    }

    @Test
    final void twoProblemsAreTwoAlerts() throws Exception {
        adapter.start();
        system.open("one");
        system.open("two");
        Snapshot both = await("two alerts", found -> found.alerts().size() == 2);
        assertNotEquals(both.alerts().get(0).id(), both.alerts().get(1).id());
    }

    @Test
    final void alertKeepsItsIdInANewAdapter() throws Exception {
        adapter.start();
        system.open("one");
        AlertId before = awaitOne().id();
        close();
        context = context();
        adapter = factory().create(config, context);
        closed = false;
        adapter.start();
        assertEquals(before, awaitOne().id());
    }

    /** The disk may be full. */
    @Test
    final void worksIfTheStateCannotBeWritten() throws Exception {
        state.failing(true);
        adapter.start();
        system.open("one");
        AlertId before = awaitOne().id();
        system.open("two");
        await("two alerts", found -> found.alerts().size() == 2);
        system.end("two");
        await("one alert", found -> found.alerts().size() == 1);
        assertEquals(before, awaitOne().id());
    }

    /** The state may have been written by another version. */
    @Test
    final void worksIfTheStateIsInvalid() throws Exception {
        adapter.start();
        system.open("one");
        AlertId before = awaitOne().id();
        close();
        state.corruptAll();
        context = context();
        adapter = factory().create(config, context);
        closed = false;
        adapter.start();
        assertEquals(before, awaitOne().id());
    }

    @Test
    final void endedProblemIsClosed() throws Exception {
        adapter.start();
        system.open("one");
        system.open("two");
        await("two alerts", found -> found.alerts().size() == 2);
        system.end("one");
        Snapshot snapshot = await("one alert", found -> found.alerts().size() == 1);
        assertTrue(
                snapshot.partialReason().isEmpty() || snapshot.endings().size() == 1,
                "a complete snapshot, or one with an ending");
    }

    @Test
    final void recurringProblemIsANewOccurrence() throws Exception {
        adapter.start();
        system.open("one");
        AlertId first = awaitOne().id();
        system.end("one");
        await("no alert", found -> found.alerts().isEmpty());
        system.open("one");
        AlertId second = awaitOne().id();
        assertNotEquals(first.value(), second.value());
        assertTrue(first.isUnique() || first.key().equals(second.key()), "the same problem has the same key");
    }

    /** Adapters that do not claim stable starts pass without a check. */
    @Test
    final void stableStartDoesNotChangeWhileTheAlertLasts() throws Exception {
        adapter.start();
        system.open("one");
        Optional<Instant> first = stableStart();
        if (first.isEmpty()) {
            return;
        }
        assertEquals(first, stableStart(), "the start in the next snapshot");
        system.change("one");
        assertEquals(first, stableStart(), "the start after a change");
        close();
        context = context();
        adapter = factory().create(config, context);
        closed = false;
        adapter.start();
        assertEquals(first, stableStart(), "the start that a new adapter reports");
        system.end("one");
        await("no alert", found -> found.alerts().isEmpty());
        system.open("one");
        Instant second = stableStart().orElseThrow();
        assertTrue(second.isAfter(first.get()), second + ", the start of the next occurrence");
    }

    /**
     * Returns the start of the only alert; empty if the adapter does not claim stable starts, or if its ids need none.
     */
    private Optional<Instant> stableStart() throws SourceException, InterruptedException {
        Alert alert = awaitOne();
        int before = system.requests();
        boolean stable = adapter.startsAreStable();
        assertEquals(before, system.requests(), "startsAreStable() sends no request");
        return stable ? alert.id().startedAt() : Optional.empty();
    }

    @Test
    final void changeKeepsTheId() throws Exception {
        adapter.start();
        system.open("one");
        Alert before = awaitOne();
        system.change("one");
        Snapshot after = await("a change", found -> !found.alerts().equals(List.of(before)));
        assertEquals(before.id(), only(after).id());
    }

    @Test
    final void downSystemIsUnreachableAndNotEmpty() throws Exception {
        system.open("one");
        failsAndRecovers(FakeSystem.Failure.DOWN, EnumSet.of(SourceException.Kind.UNREACHABLE));
    }

    /** The same instance has to work again after the failure. */
    final void failsAndRecovers(FakeSystem.Failure injected, EnumSet<SourceException.Kind> kinds) throws Exception {
        adapter.start();
        AlertId before = awaitOne().id();
        system.inject(injected);
        SourceException failure = assertThrows(SourceException.class, () -> adapter.snapshot());
        assertTrue(kinds.contains(failure.kind()), failure.kind() + ", not one of " + kinds + ": " + failure);
        assertContainsNoSecret(failure);
        system.recover();
        assertEquals(before, awaitOne().id());
    }

    private void assertContainsNoSecret(Throwable failure) {
        StringBuilder text = new StringBuilder(config + " " + adapter);
        adapter.health().problem().ifPresent(text::append);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(' ').append(cause);
        }
        String shown = text.toString();
        for (String secret : system.secrets()) {
            assertFalse(shown.contains(secret), "a secret is shown in: " + shown);
        }
    }

    @Test
    final void acceptsDoesNoIo() {
        int before = system.requests();
        adapter.feedback().ifPresent(sink -> assertFalse(sink.accepts().isEmpty(), "a sink accepts at least one kind"));
        assertEquals(before, system.requests(), "accepts() sends no request");
    }

    /** Delivers each accepted kind twice: delivery is at least once, so the second one must change nothing. */
    @Test
    final void feedbackDeliveredTwiceIsAppliedOnce() throws Exception {
        adapter.start();
        system.open("one");
        AlertId id = awaitOne().id();
        FeedbackSink sink = adapter.feedback().orElse(null);
        if (sink == null) {
            return;
        }
        for (Feedback.Kind kind : Feedback.Kind.values()) {
            if (sink.accepts().contains(kind)) {
                Feedback feedback = feedback(id, kind);
                sink.deliver(feedback);
                Object once = system.feedbackState("one");
                sink.deliver(feedback);
                assertEquals(once, system.feedbackState("one"), kind + " delivered twice");
            }
        }
    }

    /** There is nothing left to do for an alert that is gone, and the core would retry a failure for ever. */
    @Test
    final void feedbackForAnAlertThatIsGoneSucceeds() throws Exception {
        adapter.start();
        system.open("one");
        AlertId id = awaitOne().id();
        system.end("one");
        await("no alert", found -> found.alerts().isEmpty());
        FeedbackSink sink = adapter.feedback().orElse(null);
        if (sink != null) {
            for (Feedback.Kind kind : sink.accepts()) {
                sink.deliver(feedback(id, kind));
            }
        }
    }

    @Test
    final void feedbackFailsWhileTheSystemIsDownAndSucceedsLater() throws Exception {
        adapter.start();
        system.open("one");
        AlertId id = awaitOne().id();
        FeedbackSink sink = adapter.feedback().orElse(null);
        if (sink == null) {
            return;
        }
        Feedback feedback = feedback(id, mostVisibleKind(sink.accepts()));
        Object before = system.feedbackState("one");
        system.inject(FakeSystem.Failure.DOWN);
        SourceException failure = assertThrows(SourceException.class, () -> sink.deliver(feedback));
        assertContainsNoSecret(failure);
        system.recover();
        awaitOne();
        sink.deliver(feedback);
        assertNotEquals(before, system.feedbackState("one"), feedback + " is seen in the system");
    }

    /** Prefers kinds with a visible effect: the withdrawal of something that never existed may have none. */
    private static Feedback.Kind mostVisibleKind(Set<Feedback.Kind> accepted) {
        for (Feedback.Kind kind : List.of(Feedback.Kind.ACKNOWLEDGED, Feedback.Kind.TICKET_SET)) {
            if (accepted.contains(kind)) {
                return kind;
            }
        }
        return accepted.iterator().next();
    }

    private Feedback feedback(AlertId id, Feedback.Kind kind) {
        Instant now = clock().instant();
        Feedback.Builder feedback = Feedback.builder(id, kind, now)
                .id(kind.name().toLowerCase(Locale.ROOT) + "-1")
                .incident(1)
                .actor("kari")
                .text("on it");
        return switch (kind) {
            case TICKET_SET ->
                feedback.ticketUrl(URI.create("https://rt.example.org/7")).build();
            case ACKNOWLEDGED -> feedback.until(now.plusSeconds(3600)).build();
            default -> feedback.build();
        };
    }

    @Test
    final void closeEndsAllThreads() throws Exception {
        adapter.start();
        system.open("one");
        awaitOne();
        close();
        assertNoThreadIsLeft();
    }

    final void assertNoThreadIsLeft() {
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        while (!context.liveThreads().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertEquals(List.of(), context.liveThreads(), "threads after close()");
    }

    final void close() {
        closed = true;
        context.close();
        adapter.close();
    }

    private Alert awaitOne() throws SourceException, InterruptedException {
        return only(await(
                "one alert that is not held",
                found -> found.alerts().size() == 1
                        && found.alerts().get(0).heldReason().isEmpty()));
    }

    private static Alert only(Snapshot snapshot) {
        assertEquals(1, snapshot.alerts().size(), snapshot.alerts().toString());
        return snapshot.alerts().get(0);
    }

    private Snapshot await(String what, Predicate<Snapshot> condition) throws SourceException, InterruptedException {
        long deadline = System.nanoTime() + maxDelay().toNanos();
        while (true) {
            Snapshot found = adapter.snapshot();
            if (condition.test(found)) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                return fail("no snapshot with " + what + " within " + maxDelay() + "; the last one: " + found.alerts()
                        + found.partialReason()
                                .map(reason -> ", partial: " + reason)
                                .orElse(""));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
