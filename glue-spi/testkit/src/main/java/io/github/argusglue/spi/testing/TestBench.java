package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** The adapters of one test, the system that they read, and their clock and state. */
public final class TestBench {

    /** Creates an adapter of this bench's factory and configuration. */
    interface Maker {
        SourceAdapter make(TestContext context);
    }

    /** What a test class decides for all its tests. */
    record Limits(Duration call, Duration delay) {}

    private final FakeSystem system;
    private final Clock clock;
    private final Record config;
    private final Limits limits;
    private final Maker maker;
    private final SecretWatch secrets;
    private final TestState state = new TestState();
    private final List<AdapterRun> runs = new ArrayList<>();
    private AdapterRun adapter;

    TestBench(FakeSystem system, Clock clock, Record config, Limits limits, Maker maker) throws Exception {
        this.system = system;
        this.clock = clock;
        this.config = config;
        this.limits = limits;
        this.maker = maker;
        this.secrets = SecretWatch.begin(system.secrets());
        try {
            this.adapter = another();
        } catch (Exception | Error e) {
            secrets.close();
            throw e;
        }
    }

    FakeSystem system() {
        return system;
    }

    /** Returns the system with an ability that a test needs; fails if it does not have it. */
    <T extends FakeSystem> T system(Class<T> ability) {
        if (!ability.isInstance(system)) {
            throw Rule.TEST_IS_COMPLETE.broken(system.getClass().getName() + " does not implement "
                    + ability.getSimpleName() + ", so there is nothing to test");
        }
        return ability.cast(system);
    }

    Record config() {
        return config;
    }

    TestState state() {
        return state;
    }

    AdapterRun adapter() {
        return adapter;
    }

    Instant now() {
        return clock.instant();
    }

    /** Moves the clock, if it is one that a test can move. */
    void advance(Duration by) {
        if (clock instanceof SettableClock settable) {
            settable.advance(by);
        }
    }

    /** Creates an adapter beside the others, with a context of its own and the state of the source, as in the core. */
    AdapterRun another() throws Exception {
        TestContext context = new TestContext("contract", clock, state);
        TimedCalls calls = new TimedCalls("calls into an adapter", limits.call());
        AdapterRun made = AdapterRun.create(() -> maker.make(context), context, calls, secrets, this::check);
        runs.add(made);
        return made;
    }

    /** Closes the adapter and creates the next one, as after a reload. */
    void replaceAdapter() throws Exception {
        adapter.close();
        adapter = another();
    }

    private void check(Snapshot found) {
        AdapterRun.SnapshotCheck.always(found);
        if (clock instanceof SettableClock) {
            WallClockCheck.check(found, clock);
        }
    }

    /** Closes everything and checks what has to hold at the end of each test. */
    Set<Ability> end() throws Exception {
        Set<Ability> shown = EnumSet.noneOf(Ability.class);
        try {
            for (AdapterRun run : runs) {
                shown.addAll(run.shown());
                run.close();
            }
            for (AdapterRun run : runs) {
                run.checkNoThreadIsLeft();
                for (Throwable escaped : run.context().escaped()) {
                    throw Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.broken(
                            "an exception escaped from a thread: " + secrets.mask(escaped.toString()), escaped);
                }
            }
        } finally {
            secrets.close();
            system.close();
        }
        for (String leak : secrets.leaks()) {
            throw Rule.NO_SECRETS.broken("a secret was logged by " + leak);
        }
        return shown;
    }

    /** Waits for a snapshot with exactly one alert, which is not held. */
    Alert awaitOne() throws Exception {
        return only(await(
                "one alert that is not held",
                found -> found.alerts().size() == 1
                        && found.alerts().get(0).heldReason().isEmpty()));
    }

    static Alert only(Snapshot snapshot) {
        Rule.UNKNOWN_IS_NOT_EMPTY.check(
                snapshot.alerts().size() == 1, "one problem is open, and the snapshot has " + snapshot.alerts());
        return snapshot.alerts().get(0);
    }

    Snapshot awaitNone() throws Exception {
        return await("no alert", found -> found.alerts().isEmpty());
    }

    Snapshot awaitAlerts(int count) throws Exception {
        return await(count + " alerts", found -> found.alerts().size() == count);
    }

    Snapshot await(String what, Predicate<Snapshot> condition) throws Exception {
        return await(adapter, Rule.UNKNOWN_IS_NOT_EMPTY, what, condition);
    }

    /** Takes snapshots until one meets the condition. */
    Snapshot await(AdapterRun run, Rule rule, String what, Predicate<Snapshot> condition) throws Exception {
        long deadline = System.nanoTime() + limits.delay().toNanos();
        while (true) {
            Snapshot found = run.snapshot();
            if (condition.test(found)) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw rule.broken("no snapshot with " + what + " within "
                        + limits.delay().toMillis() + " ms; the last one has " + shown(found));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Returns whether absence from the snapshot means nothing, at least for some alerts. */
    static boolean isIncomplete(Snapshot found) {
        return found.partialReason().isPresent() || !found.unknownScopes().isEmpty();
    }

    static String shown(Snapshot found) {
        String alerts = found.alerts().isEmpty() ? "no alerts" : found.alerts().toString();
        return (alerts.length() > 400 ? alerts.substring(0, 400) + "..." : alerts)
                + found.partialReason()
                        .map(reason -> " and is partial: " + reason)
                        .orElse(" and is complete")
                + (found.unknownScopes().isEmpty() ? "" : " except " + found.unknownScopes());
    }

    /** Waits until a snapshot is possible again, which a few adapters reach only after an attempt to reconnect. */
    Snapshot awaitRecovery(String failure) throws Exception {
        long deadline = System.nanoTime() + limits.delay().toNanos();
        while (true) {
            try {
                return adapter.snapshot();
            } catch (SourceException e) {
                if (System.nanoTime() > deadline) {
                    throw Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.broken(
                            "the system works again after " + failure + ", and the same adapter still fails: "
                                    + secrets.mask(e.toString()),
                            e);
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Waits for this time, in which the adapter's own threads can do what they do. */
    static void letTimePass(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }

    Feedback feedback(AlertId id, Feedback.Kind kind) {
        Instant now = clock.instant();
        Feedback.Builder feedback = Feedback.builder(id, kind, now)
                .id(kind.name().toLowerCase(Locale.ROOT) + "-1")
                .incident(1)
                .actor("kari")
                .text(text(kind));
        return switch (requireNonNull(kind)) {
            case TICKET_SET ->
                feedback.ticketUrl(URI.create("https://rt.example.org/7")).build();
            case ACKNOWLEDGED -> feedback.until(now.plusSeconds(7200)).build();
            default -> feedback.build();
        };
    }

    /** Nobody writes the same twice within a minute, and some adapters recognise by the text what they have done. */
    private static String text(Feedback.Kind kind) {
        return switch (kind) {
            case ACKNOWLEDGED -> "on it";
            case CLOSED -> "it was a test";
            case REOPENED -> "it was none";
            default -> "";
        };
    }
}
