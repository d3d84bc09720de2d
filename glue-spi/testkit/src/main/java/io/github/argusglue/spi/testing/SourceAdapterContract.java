package io.github.argusglue.spi.testing;

import static java.util.Objects.requireNonNull;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that every adapter has to pass. They need nothing of the system that a real one cannot do, so they also run
 * with a real system. With a simulated system, extend {@link SourceAdapterFailureContract}, which has these tests and
 * many more.
 *
 * <p>For each optional ability of the adapter, the test class also implements the contract of that ability:
 *
 * <pre>{@code
 * class ExampleContractTest extends SourceAdapterFailureContract<ExampleConfig>
 *         implements FeedbackContract, AcknowledgementContract {
 *     protected SourceAdapterFactory<ExampleConfig> factory() { return new ExampleAdapterFactory(); }
 *     protected FakeSystem system() { return new FakeExample(clock()); }
 *     protected ExampleConfig config(FakeSystem system) { return ...; }
 * }
 * }</pre>
 *
 * <p>An adapter that shows an ability whose contract the class does not implement fails. Every call into the adapter is
 * limited in time. Each failure names the rule of the adapter guide that is broken.
 *
 * @param <C> the adapter's configuration
 */
public abstract class SourceAdapterContract<C extends Record> implements AbilityContract {
    private @Nullable TestBench bench;

    /** For subclasses. */
    protected SourceAdapterContract() {}

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

    /** Returns how long one call into the adapter may take. */
    protected Duration callTimeout() {
        return Duration.ofSeconds(15);
    }

    /**
     * Returns what the system of this test class cannot do although some tests need it, with the reason. For example a
     * system without pages: {@code Map.of(PagedSystem.class, "one answer has all problems")}.
     */
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of();
    }

    /** Returns the contracts of abilities that other tests of the same adapter stand for. */
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of();
    }

    @Override
    public final TestBench bench() {
        return requireNonNull(bench, "no test is running");
    }

    @BeforeEach
    final void begin() throws Exception {
        bench = bench(system());
    }

    final TestBench bench(FakeSystem system) throws Exception {
        C config = config(system);
        return new TestBench(
                system,
                clock(),
                config,
                new TestBench.Limits(callTimeout(), maxDelay()),
                context -> factory().create(config, context));
    }

    @AfterEach
    final void end() throws Exception {
        List<String> untested = new ArrayList<>();
        List<String> contracts = new ArrayList<>();
        for (Ability shown : bench().end()) {
            Class<? extends AbilityContract> contract = shown.contract();
            if (!contract.isInstance(this) && !testedElsewhere().contains(contract)) {
                untested.add(shown.meaning());
                contracts.add(contract.getSimpleName());
            }
        }
        Rule.TEST_IS_COMPLETE.check(
                untested.isEmpty(),
                "the adapter " + String.join(", ", untested) + ", and nothing tests that: let "
                        + getClass().getSimpleName() + " implement " + String.join(", ", contracts));
    }

    @Test
    @SuppressWarnings("rawtypes") // ServiceLoader does not support generic types.
    final void factoryIsRegisteredOnceWithAValidType() {
        String type = factory().type();
        Rule.REGISTERED.check(type.matches("[a-z][a-z0-9-]*"), "the type '" + type + "' is not [a-z][a-z0-9-]*");
        long found = ServiceLoader.load(SourceAdapterFactory.class).stream()
                .filter(provider -> provider.type().equals(factory().getClass()))
                .count();
        Rule.REGISTERED.checkEqual(
                1L, found, "entries in META-INF/services for " + factory().getClass());
        Rule.REGISTERED.checkEqual(bench().config().getClass(), factory().configType(), "configType()");
    }

    @Test
    final void createDoesNoIoAndStartsNoThreads() throws Exception {
        FakeSystem system = bench().system();
        int requests = system.requests();
        int connections = system.connections();
        AdapterRun other = bench().another();
        Rule.CREATE_DOES_NOTHING.checkEqual(requests, system.requests(), "requests of create()");
        Rule.CREATE_DOES_NOTHING.checkEqual(connections, system.connections(), "connections of create()");
        Rule.CREATE_DOES_NOTHING.check(
                other.calls().startedThreads().isEmpty(),
                "create() started threads: " + other.calls().startedThreads());
        other.close();
        Rule.CREATE_DOES_NOTHING.checkEqual(requests, system.requests(), "requests of create() and close()");
    }

    @Test
    final void closeWorksWithoutStart() throws Exception {
        bench().adapter().close();
        bench().adapter().checkNoThreadIsLeft();
    }

    @Test
    final void noProblemsGiveACompleteEmptySnapshot() throws Exception {
        bench().adapter().start();
        Snapshot snapshot = bench().await("all alerts", found -> !TestBench.isIncomplete(found));
        Rule.UNKNOWN_IS_NOT_EMPTY.check(
                snapshot.alerts().isEmpty(),
                "nothing is wrong in the system, and the snapshot has " + snapshot.alerts());
    }

    @Test
    final void problemIsTheSameAlertInEverySnapshot() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        Alert first = bench().awaitOne();
        Alert again = TestBench.only(bench().adapter().snapshot());
        checkUnchanged(first, again, "");
        Rule.TEXT_FOR_PEOPLE.check(!first.description().isBlank(), "the description of '" + first.id() + "' is blank");
    }

    /** Says which part of an alert has changed although nothing happened. */
    static void checkUnchanged(Alert first, Alert again, String when) {
        Rule id = Rule.ONE_ID_ONE_OCCURRENCE;
        Rule same = Rule.NOTHING_THAT_CHANGES_ALL_THE_TIME;
        id.checkEqual(first.id(), again.id(), "nothing happened" + when + ", and the id of the alert changed");
        String changed = "nothing happened" + when + ", and the alert changed: its ";
        same.checkEqual(first.startedAt(), again.startedAt(), changed + "start");
        same.checkEqual(first.description(), again.description(), changed + "description");
        same.checkEqual(first.severity(), again.severity(), changed + "severity");
        same.checkEqual(first.tags(), again.tags(), changed + "tags");
        same.checkEqual(first.metadata(), again.metadata(), changed + "metadata");
        same.checkEqual(first.detailsUrl(), again.detailsUrl(), changed + "details URL");
        same.checkEqual(first.ticketUrl(), again.ticketUrl(), changed + "ticket");
        same.checkEqual(first.heldReason(), again.heldReason(), changed + "reason to be held");
        same.checkEqual(first.suppression(), again.suppression(), changed + "suppression");
        same.checkEqual(first.scope(), again.scope(), changed + "scope");
        Rule.ACKNOWLEDGEMENTS.checkEqual(first.acknowledgement(), again.acknowledgement(), changed + "acknowledgement");
    }

    @Test
    final void twoProblemsAreTwoAlerts() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        bench().system().open("two");
        bench().awaitAlerts(2);
    }

    @Test
    final void alertKeepsItsIdInANewAdapter() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        AlertId before = bench().awaitOne().id();
        bench().replaceAdapter();
        bench().adapter().start();
        Rule.ONE_ID_ONE_OCCURRENCE.checkEqual(before, bench().awaitOne().id(), "the id that a new adapter reports");
    }

    /** The disk may be full. */
    @Test
    final void worksIfTheStateCannotBeWritten() throws Exception {
        bench().state().failing(true);
        bench().adapter().start();
        bench().system().open("one");
        AlertId before = bench().awaitOne().id();
        bench().system().open("two");
        bench().awaitAlerts(2);
        bench().system().end("two");
        bench().awaitAlerts(1);
        Rule.STATE.checkEqual(before, bench().awaitOne().id(), "the id if the state cannot be written");
    }

    /** The state may have been written by another version. */
    @Test
    final void worksIfTheStateIsInvalid() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        AlertId before = bench().awaitOne().id();
        bench().adapter().close();
        bench().state().corruptAll();
        bench().replaceAdapter();
        bench().adapter().start();
        Rule.STATE.checkEqual(before, bench().awaitOne().id(), "the id if the state is invalid");
    }

    @Test
    final void endedProblemIsClosed() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        bench().system().open("two");
        bench().awaitAlerts(2);
        bench().system().end("one");
        Snapshot snapshot = bench().awaitAlerts(1);
        Rule.UNKNOWN_IS_NOT_EMPTY.check(
                !TestBench.isIncomplete(snapshot) || snapshot.endings().size() == 1,
                "a problem is over, and its alert vanished from a partial snapshot without an ending: it stays open");
    }

    @Test
    final void recurringProblemIsANewOccurrence() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        AlertId first = bench().awaitOne().id();
        bench().system().end("one");
        bench().awaitNone();
        bench().system().open("one");
        AlertId second = bench().awaitOne().id();
        Rule.ONE_ID_ONE_OCCURRENCE.check(
                !first.value().equals(second.value()),
                "a problem ended and came back with the same id '" + first + "', which Argus refuses");
        Rule.ONE_ID_ONE_OCCURRENCE.check(
                first.isUnique() || first.key().equals(second.key()),
                "the same problem has the keys '" + first.key() + "' and '" + second.key() + "'");
    }

    /** Adapters that do not claim stable starts pass without a check. */
    @Test
    final void stableStartDoesNotChangeWhileTheAlertLasts() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        Optional<Instant> first = stableStart();
        if (first.isEmpty()) {
            return;
        }
        Rule.STABLE_STARTS.checkEqual(first, stableStart(), "the start in the next snapshot");
        bench().system().change("one");
        Rule.STABLE_STARTS.checkEqual(first, stableStart(), "the start after a change");
        bench().replaceAdapter();
        bench().adapter().start();
        Rule.STABLE_STARTS.checkEqual(first, stableStart(), "the start that a new adapter reports");
        bench().system().end("one");
        bench().awaitNone();
        bench().system().open("one");
        Instant second = stableStart().orElse(Instant.MIN);
        Rule.STABLE_STARTS.check(
                second.isAfter(first.get()), "the next occurrence starts at " + second + ", not after " + first.get());
    }

    /**
     * Returns the start of the only alert; empty if the adapter does not claim stable starts, or if its ids need none.
     */
    private Optional<Instant> stableStart() throws Exception {
        Alert alert = bench().awaitOne();
        int before = bench().system().requests();
        boolean stable = bench().adapter().startsAreStable();
        Rule.STABLE_STARTS.checkEqual(before, bench().system().requests(), "requests of startsAreStable()");
        return stable ? alert.id().startedAt() : Optional.empty();
    }

    /** While the incident is open, its key is enough to find it; stable starts have a test of their own. */
    @Test
    final void changeKeepsTheId() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        Alert before = bench().awaitOne();
        bench().system().change("one");
        Snapshot after = bench().await("a change", found -> !found.alerts().equals(List.of(before)));
        Rule.ONE_ID_ONE_OCCURRENCE.checkEqual(
                before.id().key(),
                TestBench.only(after).id().key(),
                "the key of a problem whose text or severity changed");
    }

    @Test
    final void downSystemIsUnreachableAndNotEmpty() throws Exception {
        failsAndRecovers(FakeSystem.Failure.DOWN, EnumSet.of(SourceException.Kind.UNREACHABLE));
    }

    /** The same instance has to work again after the failure. */
    final void failsAndRecovers(FakeSystem.Failure injected, Set<SourceException.Kind> kinds) throws Exception {
        bench().system().open("one");
        bench().adapter().start();
        AlertId before = bench().awaitOne().id();
        bench().system().inject(injected);
        SourceException failure = snapshotFails("while the system fails (" + injected + ")");
        Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.check(
                kinds.contains(failure.kind()),
                "the failure for a system that fails (" + injected + ") is " + failure.kind() + ", not one of " + kinds
                        + ": " + failure.getMessage());
        bench().adapter().health();
        bench().adapter()
                .noSecret("toString() of the configuration", bench().config().toString());
        bench().system().recover();
        bench().awaitRecovery(injected.name());
        Rule.ONE_ID_ONE_OCCURRENCE.checkEqual(before, bench().awaitOne().id(), "the id after a failure");
    }

    private SourceException snapshotFails(String when) throws Exception {
        Snapshot found;
        try {
            found = bench().adapter().snapshot();
        } catch (SourceException e) {
            return e;
        }
        throw Rule.UNKNOWN_IS_NOT_EMPTY.broken("snapshot() returned " + when + ", with " + TestBench.shown(found));
    }

    @Test
    final void healthCanBeReadAtAnyTime() throws Exception {
        bench().adapter().health();
        bench().adapter().start();
        bench().adapter().health();
        bench().adapter().snapshot();
        int before = bench().system().requests();
        bench().adapter().health();
        Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.check(
                before == bench().system().requests(), "health() sends requests; it may be called at any time");
    }

    @Test
    final void closeEndsAllThreads() throws Exception {
        bench().adapter().start();
        bench().system().open("one");
        bench().awaitOne();
        bench().adapter().close();
        bench().adapter().checkNoThreadIsLeft();
    }
}
