package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.KeysOf;
import io.github.argusglue.spi.config.Secret;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tests of {@link SourceAdapterContract}, and those that only a simulated system makes possible: all kinds of
 * failures, also of a part of the system, and a clock that the test moves.
 *
 * <p>The fake of the system takes its time from {@link #clock()}. What it cannot do because the real system cannot is
 * named in {@link #missingAbilities()} and {@link #impossibleFailures()}, with the reason.
 *
 * @param <C> the adapter's configuration
 */
public abstract class SourceAdapterFailureContract<C extends Record> extends SourceAdapterContract<C> {
    private static final Set<SourceException.Kind> NOT_UNDERSTOOD =
            EnumSet.of(SourceException.Kind.BAD_ANSWER, SourceException.Kind.UNREACHABLE);
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** Years before now, so that a time of the machine's clock is recognised. */
    private final SettableClock clock = new SettableClock(Instant.parse("2022-03-27T00:59:00.733Z"));

    /** For subclasses. */
    protected SourceAdapterFailureContract() {}

    /** Returns the clock of the adapter and of the simulated system. */
    @Override
    protected final SettableClock clock() {
        return clock;
    }

    /** Returns the failures that cannot happen to this system, with the reason. */
    protected Map<FakeSystem.Failure, String> impossibleFailures() {
        return Map.of();
    }

    private boolean isPossible(FakeSystem.Failure failure) {
        return !impossibleFailures().containsKey(failure);
    }

    /** Returns whether the system has an ability; fails if it does not and nobody says why. */
    private boolean systemIs(Class<? extends FakeSystem> ability, String otherwise) {
        boolean has = ability.isInstance(bench().system());
        Rule.TEST_IS_COMPLETE.check(
                has || missingAbilities().containsKey(ability),
                bench().system().getClass().getSimpleName() + " does not implement " + ability.getSimpleName()
                        + ": nothing shows " + otherwise
                        + ". Implement it, or name it in missingAbilities() with the reason");
        return has;
    }

    @Test
    final void refusedCredentialsAreUnauthorized() throws Exception {
        failure(FakeSystem.Failure.REFUSES_CREDENTIALS, EnumSet.of(SourceException.Kind.UNAUTHORIZED));
    }

    @Test
    final void answeredErrorIsAFailure() throws Exception {
        failure(FakeSystem.Failure.ANSWERS_ERROR, EnumSet.complementOf(EnumSet.of(SourceException.Kind.UNAUTHORIZED)));
    }

    @Test
    final void invalidAnswerIsABadAnswer() throws Exception {
        failure(FakeSystem.Failure.ANSWERS_INVALID, EnumSet.of(SourceException.Kind.BAD_ANSWER));
    }

    @Test
    final void answerWithoutContentIsNotEmpty() throws Exception {
        failure(FakeSystem.Failure.ANSWERS_NOTHING, NOT_UNDERSTOOD);
    }

    @Test
    final void truncatedAnswerIsAFailure() throws Exception {
        failure(FakeSystem.Failure.TRUNCATES_ANSWERS, NOT_UNDERSTOOD);
    }

    private void failure(FakeSystem.Failure failure, Set<SourceException.Kind> kinds) throws Exception {
        if (isPossible(failure)) {
            failsAndRecovers(failure, kinds);
        }
    }

    @Test
    final void failureOfOneListIsNotEmpty() throws Exception {
        if (!systemIs(PartitionedSystem.class, "what the adapter does if one of several requests fails")) {
            return;
        }
        PartitionedSystem system = bench().system(PartitionedSystem.class);
        List<String> lists = system.lists();
        Rule.TEST_IS_COMPLETE.check(lists.size() > 1, "lists() has fewer than two lists: " + lists);
        for (String list : lists) {
            system.openIn(list, "in-" + list);
        }
        bench().adapter().start();
        for (FakeSystem.Failure failure : List.of(
                FakeSystem.Failure.DOWN, FakeSystem.Failure.ANSWERS_ERROR, FakeSystem.Failure.ANSWERS_NOTHING)) {
            for (String list : lists) {
                if (isPossible(failure)) {
                    Snapshot before = bench().awaitAlerts(lists.size());
                    system.injectInto(list, failure);
                    incompleteIsSaid(before, "only '" + list + "' fails (" + failure + ")");
                    system.recover();
                    bench().awaitRecovery(failure + " of '" + list + "'");
                }
            }
        }
        bench().awaitAlerts(lists.size());
    }

    @Test
    final void everyPageIsRead() throws Exception {
        if (!systemIs(PagedSystem.class, "that the adapter reads more than the first page of a list")) {
            return;
        }
        PagedSystem system = bench().system(PagedSystem.class);
        int count = 2 * system.pageSize() + 1;
        for (int i = 0; i < count; i++) {
            system.open("p" + i);
        }
        bench().adapter().start();
        Snapshot before = bench().await(
                        count + " alerts, which are three pages",
                        found -> found.alerts().size() == count);
        system.failAfterFirstPage();
        incompleteIsSaid(before, "the second page of a list cannot be read");
        system.recover();
        bench().awaitRecovery("a failure of the second page");
        bench().awaitAlerts(count);
    }

    @Test
    final void unreadableObjectIsNotOver() throws Exception {
        if (!systemIs(UnreadableSystem.class, "what the adapter does with an object that it cannot read")) {
            return;
        }
        UnreadableSystem system = bench().system(UnreadableSystem.class);
        system.open("one");
        system.open("two");
        bench().adapter().start();
        Snapshot before = bench().awaitAlerts(2);
        system.makeUnreadable("one");
        Snapshot found;
        try {
            found = bench().adapter().snapshot();
        } catch (SourceException e) {
            return;
        }
        List<AlertId> missing = missing(before, found);
        Rule.UNKNOWN_IS_NOT_EMPTY.check(
                missing.isEmpty(),
                "the object of 'one' cannot be read, and the snapshot is complete without its alert " + missing);
    }

    /** A snapshot that cannot be complete says so, or the call fails. */
    private void incompleteIsSaid(Snapshot before, String when) throws Exception {
        Snapshot found;
        try {
            found = bench().adapter().snapshot();
        } catch (SourceException e) {
            return;
        }
        boolean allHeld = !found.alerts().isEmpty()
                && found.alerts().stream().allMatch(alert -> alert.heldReason().isPresent());
        Rule.UNKNOWN_IS_NOT_EMPTY.check(
                TestBench.isIncomplete(found) || allHeld,
                when + ", and the snapshot claims to be complete, with " + TestBench.shown(found));
        List<AlertId> missing = missing(before, found);
        Rule.UNKNOWN_IS_NOT_EMPTY.check(
                missing.isEmpty(), when + ", and the snapshot says of " + missing + " that they are over");
    }

    /** Returns the alerts that a snapshot lacks although it is complete for them. */
    private static List<AlertId> missing(Snapshot before, Snapshot found) {
        if (found.partialReason().isPresent()) {
            return List.of();
        }
        Set<AlertId> there = found.alerts().stream().map(Alert::id).collect(Collectors.toSet());
        Set<String> unknown = found.unknownScopes().keySet();
        return before.alerts().stream()
                .filter(alert -> !there.contains(alert.id()))
                .filter(alert ->
                        alert.scope().map(scope -> !unknown.contains(scope)).orElse(unknown.isEmpty()))
                .map(Alert::id)
                .toList();
    }

    @Test
    final void acknowledgementsAreRead() throws Exception {
        if (systemIs(AcknowledgingSystem.class, "what the adapter does with acknowledgements in the system")) {
            Rule.TEST_IS_COMPLETE.check(
                    this instanceof AcknowledgementContract
                            || testedElsewhere().contains(AcknowledgementContract.class),
                    "the system has acknowledgements, and nothing tests them: let "
                            + getClass().getSimpleName() + " implement AcknowledgementContract");
        }
    }

    @Test
    final void nothingChangesWhileTheClockMoves() throws Exception {
        bench().system().open("one");
        bench().adapter().start();
        Alert first = bench().awaitOne();
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofSeconds(61));
            checkUnchanged(first, bench().awaitOne(), " for a minute");
        }
        bench().replaceAdapter();
        clock.advance(Duration.ofSeconds(61));
        bench().adapter().start();
        checkUnchanged(first, bench().awaitOne(), ", a minute passed, a new adapter was created");
    }

    @Test
    final void adaptersOfTwoSystemsShareNothing() throws Exception {
        TestBench other = bench(system());
        try {
            bench().system().open("one");
            bench().adapter().start();
            other.adapter().start();
            String rule = ": two adapters at the same time share something, such as a static field";
            expect(bench(), 1, "one problem is open in the system of the first adapter" + rule);
            Snapshot empty = other.adapter().snapshot();
            Rule.NO_STATIC_STATE.check(
                    empty.alerts().isEmpty(),
                    TestBench.shown(empty) + " although no problem is open in the system of the second adapter" + rule);
            expect(bench(), 1, "the second adapter has taken a snapshot" + rule);
            other.system().open("two");
            other.system().open("three");
            expect(other, 2, "two problems are open in the system of the second adapter" + rule);
            expect(bench(), 1, "problems were opened in the system of the second adapter" + rule);
        } finally {
            other.end();
        }
    }

    private static void expect(TestBench bench, int alerts, String when) throws Exception {
        bench.await(
                bench.adapter(),
                Rule.NO_STATIC_STATE,
                alerts + " alerts although " + when,
                found -> found.alerts().size() == alerts);
    }

    @Test
    final void failedStartIsASourceExceptionAndCanBeClosed() throws Exception {
        bench().system().inject(FakeSystem.Failure.DOWN);
        try {
            bench().adapter().start();
        } catch (SourceException e) {
            Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.checkEqual(
                    SourceException.Kind.UNREACHABLE,
                    e.kind(),
                    "the kind of failure of start() while the system is down");
        }
        bench().adapter().close();
        bench().adapter().checkNoThreadIsLeft();
        if (isPossible(FakeSystem.Failure.REFUSES_CREDENTIALS)) {
            bench().system().recover();
            bench().system().inject(FakeSystem.Failure.REFUSES_CREDENTIALS);
            AdapterRun refused = bench().another();
            try {
                refused.start();
            } catch (SourceException e) {
                Rule.FAILURES_ARE_SOURCE_EXCEPTIONS.checkEqual(
                        SourceException.Kind.UNAUTHORIZED,
                        e.kind(),
                        "the kind of failure of start() with a wrong password");
            }
            refused.close();
        }
    }

    @Test
    final void closeEndsAHangingStart() throws Exception {
        if (isPossible(FakeSystem.Failure.HANGS)) {
            bench().system().inject(FakeSystem.Failure.HANGS);
            closeEnds(bench().adapter().beginStart());
        }
    }

    @Test
    final void closeEndsAHangingCall() throws Exception {
        if (isPossible(FakeSystem.Failure.HANGS)) {
            bench().adapter().start();
            bench().system().inject(FakeSystem.Failure.HANGS);
            closeEnds(bench().adapter().beginSnapshot());
        }
    }

    private void closeEnds(TimedCalls.RunningCall<?> call) throws Exception {
        call.endsWithin(PAUSE);
        bench().adapter().close();
        try {
            call.await(AdapterRun.CLOSE_TIMEOUT, ", on a system that never answers, after close()");
        } catch (SourceException | InterruptedException | RuntimeException e) {
            // Any result is right: the call has to return.
        }
        bench().adapter().checkNoThreadIsLeft();
    }

    /** A call may ignore an interrupt, because a socket does, but it may not end by it and hide that. */
    @Test
    final void interruptIsNotSwallowed() throws Exception {
        if (!isPossible(FakeSystem.Failure.HANGS)) {
            return;
        }
        bench().system().open("one");
        bench().adapter().start();
        bench().system().inject(FakeSystem.Failure.HANGS);
        TimedCalls.RunningCall<Snapshot> call = bench().adapter().beginSnapshot();
        if (call.endsWithin(PAUSE)) {
            return;
        }
        call.interrupt();
        if (!call.endsWithin(PAUSE)) {
            // A socket ignores the interrupt, and leaves the mark that there was one.
            Rule.CALLS_END.check(
                    call.thread().isInterrupted(),
                    "snapshot() was interrupted, took notice of it, and goes on; it is at "
                            + TimedCalls.place(call.thread()));
            return;
        }
        String ended;
        try {
            ended = "returned " + TestBench.shown(call.await(PAUSE, ""));
        } catch (InterruptedException e) {
            return;
        } catch (SourceException | RuntimeException e) {
            ended = "threw " + e.getClass().getSimpleName();
        }
        Rule.CALLS_END.check(
                call.wasLeftInterrupted(),
                "snapshot() was interrupted and " + ended
                        + ": let the InterruptedException through, or call Thread.currentThread().interrupt()");
    }

    @Test
    final void snapshotsLeaveNoThreads() throws Exception {
        bench().system().open("one");
        bench().adapter().start();
        bench().awaitOne();
        int most = 0;
        int growths = 0;
        for (int i = 0; i < 5; i++) {
            bench().adapter().snapshot();
            int now = bench().adapter().calls().startedThreads().size();
            growths += now > most ? 1 : 0;
            most = Math.max(most, now);
        }
        Rule.CLOSE_RELEASES_ALL.check(
                growths < 4 || most < 4,
                "nearly every snapshot leaves one more thread: " + most + " after five, the last one "
                        + bench().adapter().calls().startedThreads());
    }

    /** What a library keeps for all adapters is there after the first; what is left of each adapter is a leak. */
    @Test
    final void adaptersLeaveNoThreads() throws Exception {
        bench().system().open("one");
        int leaks = 0;
        for (int i = 0; i < 3; i++) {
            AdapterRun run = bench().another();
            run.start();
            run.snapshot();
            run.close();
            run.checkNoThreadIsLeft();
            List<Thread> left = run.awaitStartedThreadsEnd();
            leaks += left.isEmpty() ? 0 : 1;
            Rule.CLOSE_RELEASES_ALL.check(
                    leaks < 3, "every adapter leaves threads behind that are not from threadFactory(): " + left);
        }
    }

    @Test
    final void hintsHaveACause() throws Exception {
        bench().system().open("one");
        bench().adapter().start();
        bench().awaitOne();
        TestBench.letTimePass(PAUSE);
        int before = hints();
        for (int i = 0; i < 5; i++) {
            bench().adapter().snapshot();
        }
        TestBench.letTimePass(PAUSE);
        Rule.HINTS_HAVE_A_CAUSE.check(
                hints() - before < 4,
                "requestSnapshot() was called " + (hints() - before)
                        + " times during five snapshots in which nothing happened");
        bench().system().inject(FakeSystem.Failure.DOWN);
        int whenDown = hints();
        TestBench.letTimePass(PAUSE.multipliedBy(2));
        Rule.HINTS_HAVE_A_CAUSE.check(
                hints() - whenDown < 20,
                "requestSnapshot() was called " + (hints() - whenDown) + " times in 600 ms while the system was down");
    }

    private int hints() {
        return bench().adapter().context().snapshotRequests();
    }

    @Test
    final void systemCountsRequestsAndKnowsItsSecrets() throws Exception {
        bench().adapter().start();
        bench().adapter().snapshot();
        Rule.TEST_IS_COMPLETE.check(
                bench().system().requests() > 0,
                "requests() of the system is 0 after a snapshot: nothing shows whether create() sends some");
        Rule.TEST_IS_COMPLETE.check(
                !bench().system().secrets().isEmpty()
                        || !hasSecret(bench().config().getClass()),
                "the configuration has a Secret, and secrets() of the system is empty: nothing shows whether it is logged");
    }

    private static boolean hasSecret(Class<?> type) {
        KeysOf keys = type.getAnnotation(KeysOf.class);
        if (keys != null) {
            return hasSecret(keys.value());
        }
        if (!type.isRecord()) {
            return false;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            // What is optional, as the credentials of HttpAccess are, need not be set in a test.
            if (component.getType() == Secret.class || hasSecret(component.getType())) {
                return true;
            }
        }
        return false;
    }
}
