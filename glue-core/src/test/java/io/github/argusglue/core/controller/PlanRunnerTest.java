package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.apply.ActionExecutor;
import io.github.argusglue.core.argus.EventType;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.NewIncident;
import io.github.argusglue.core.executor.StepQueue;
import io.github.argusglue.core.plan.IncidentSketch;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.registry.IncidentLookup;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that come late, in another order, or not at all. */
final class PlanRunnerTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final ModelArgus argus = new ModelArgus(clock);
    private final ModelServer server = argus.server;
    private final StepQueue queue = new StepQueue();
    private final List<Runnable> inbox = new ArrayList<>();
    private final Random random = new Random(1);
    private PlanRunner runner;

    @BeforeEach
    void runner() {
        runner = new PlanRunner(
                new AlertShaper(List.of()),
                new Reconciler("oslo", IncidentSketch.US),
                new ActionExecutor(argus, clock),
                queue,
                PolicySketch.DEFAULT.updateInterval(Duration.ZERO).build(),
                clock,
                (action, result) -> inbox.add(() -> runner.onResult(action, result)));
    }

    @Test
    void changeOfClosedIncidentDetectsClose() {
        settle(alert("a"));
        server.person(1, EventType.CLO);

        settle(alert("a", "worse"));

        assertEquals(0, runner.registry().mirror.size());
        assertEquals(1, runner.registry().ledger.quietCount());
        settle();
        assertFalse(server.eventTypes(1).contains(EventType.END), "it is already closed");
    }

    @Test
    void recreatesIncidentDeletedAfterItsEnd() {
        settle(alert("a"));
        settle();
        server.delete(1);

        settle(alert("a"));
        lookAtAll();
        settle(alert("a"));

        assertEquals(List.of(alert("a").id().value()), server.openIds());
        assertEquals(0, queue.size());
    }

    @Test
    void idTakenByOtherAlertIsHeld() throws Exception {
        argus.create(new NewIncident(
                "b", clock.instant(), true, 3, "", List.of(), "", "", Map.of("argus_glue_id", "another")));
        list();
        Alert b = Alert.builder(AlertId.unique("b"), clock.instant()).build();
        snapshot(b, Alert.builder(AlertId.unique("another"), clock.instant()).build());

        runAll();
        runner.plan();

        assertEquals(0, queue.size());
        assertEquals(List.of("1 alert that Argus rejected"), holds());
    }

    @Test
    void lookConcurrentWithOwnEndIsRepeated() throws Exception {
        settle(alert("a"));
        snapshot();
        queue.runOne(random);
        runner.registry().beginLookup();
        List<IncidentLookup.LookupResult> before = List.of(new IncidentLookup.LookupResult(
                IncidentSketch.like(server.incident(1)).endTime(Instant.MAX).build(), null));
        runner.registry().doubt(Set.of(1L));
        deliver();

        runner.registry().recordLookup(Set.of(1L), before);
        runner.plan();
        runAll();

        assertTrue(runner.registry().isInDoubt());
        assertEquals(List.of(), server.redundant());
        lookAtAll();
        assertFalse(runner.registry().isInDoubt());
    }

    @Test
    void rejectedLookIsHeld() throws Exception {
        settle(alert("a"));
        settle();
        List<Incident> ended = argus.listEndedSince(Instant.EPOCH);
        runner();
        runner.registry().beginListing();
        runner.registry().recordListing(List.of(), ended);
        argus.faults(call -> call.startsWith("byPk") ? ModelArgus.Fault.REJECTED : ModelArgus.Fault.NONE);

        snapshot(alert("a"));
        runAll();
        runner.plan();

        assertEquals(0, queue.size(), "it is not asked again at once");
        assertEquals(List.of("1 alert that Argus rejected"), holds());
    }

    @Test
    void restartWithLostAnswerIsNotAttributedToPeer() throws Exception {
        settle(alert("a"));
        settle();
        List<Incident> ended = argus.listEndedSince(Instant.EPOCH);
        runner();
        runner.registry().beginListing();
        runner.registry().recordListing(List.of(), ended);
        loseAnswers("post RES");
        snapshot(alert("a"));
        runAll();
        runner.plan();
        runAll();

        assertNoPeerDetected(1);
        assertEquals(List.of(), server.openIds(), "the alert is over");
    }

    @Test
    void createWithLostAnswerIsNotAttributedToPeer() {
        settle();
        loseAnswers("create");
        snapshot(alert("a"));
        runAll();
        snapshot();

        assertNoPeerDetected(1);
        assertEquals(List.of(), server.openIds(), "the alert is over");
    }

    @Test
    void lateEndIsNotAttributedToPeer() throws Exception {
        settle(alert("a"));
        argus.faults(call -> call.startsWith("post END") ? ModelArgus.Fault.UNSENT : ModelArgus.Fault.NONE);
        snapshot();
        runAll();
        argus.faults(call -> ModelArgus.Fault.NONE);
        Set<Long> pks = runner.registry().toLookUp();
        runner.registry().beginLookup();
        runner.registry()
                .recordLookup(pks, new IncidentLookup(argus, clock).lookUp(pks, IncidentLookup.PersonChanges.NOTHING));
        server.post(1, EventType.END, clock.instant(), "what a proxy had kept");

        runner.registry().doubt(runner.registry().unknownChanges.among(Set.of(), Set.of(1L)));
        lookAtAll();
        settle();

        assertFalse(runner.registry().hasPeer());
        assertEquals(List.of(EventType.STA, EventType.END), server.eventTypes(1));
    }

    @Test
    void searchesForCreateWithLostAnswerFirst() {
        settle();
        loseAnswers("create");
        snapshot(alert("a"));
        runAll();
        argus.faults(call -> ModelArgus.Fault.NONE);

        Instant later = clock.instant().plusSeconds(1);
        settle(Alert.builder(AlertId.startedAt("a", later), later)
                .description("a")
                .build());

        assertEquals(List.of(alert("a").id().value()), server.openIds(), "one alert, one incident");
    }

    @Test
    void reusedPkIsAnotherIncident() throws Exception {
        settle(alert("a"));
        server.reusePk(1, "z@20261121T110000Z");
        list();

        settle(alert("a"));
        settle(alert("a"));

        assertEquals(List.of(alert("a").id().value()), server.openIds());
    }

    @Test
    void changeOfOtherIncidentIsNotCounted() throws Exception {
        settle(alert("a"), alert("b"));
        server.reusePk(server.find(alert("a").id().value()).orElseThrow().pk(), "z@20261121T110000Z");
        snapshot(alert("a", "changed"), alert("b"));
        runAll();
        assertEquals(0, runner.counts().updated());

        snapshot(alert("a", "changed"), alert("b", "changed"));
        assertEquals(0, queue.size(), "nothing is written until all are listed");
        assertTrue(runner.registry().takeListingNeeded());
        list();
        settle(alert("a", "changed"), alert("b", "changed"));
        settle(alert("a", "changed"), alert("b", "changed"));
        assertEquals(
                List.of(alert("a").id().value(), alert("b").id().value()),
                server.openIds(),
                "the incident that has its primary key has no alert");
    }

    @Test
    void listingStartedBeforeDistrustDoesNotEndIt() throws Exception {
        settle(alert("a"));
        runner.registry().beginListing();
        List<Incident> open = argus.listOpen();
        runner.distrust();
        runner.registry().recordListing(open, List.of());

        snapshot(alert("a", "changed"));
        assertEquals(0, queue.size());
        list();
        snapshot(alert("a", "changed"));
        assertEquals(1, queue.size());
    }

    @Test
    void forgetsEndedIncidentWhosePkWasReused() throws Exception {
        settle(alert("a"));
        settle();
        List<Incident> ended = argus.listEndedSince(Instant.EPOCH);
        runner();
        runner.registry().beginListing();
        runner.registry().recordListing(List.of(), ended);
        server.reusePk(1, "z@20261121T110000Z");

        settle(alert("a"));
        list();
        settle(alert("a"));
        settle(alert("a"));

        assertEquals(List.of(alert("a").id().value()), server.openIds());
    }

    private void loseAnswers(String call) {
        argus.faults(one -> one.startsWith(call) ? ModelArgus.Fault.LOST : ModelArgus.Fault.NONE);
    }

    /** The feed shows a creation with our token that is unknown, and the alert has ended. */
    private void assertNoPeerDetected(long pk) {
        argus.faults(call -> ModelArgus.Fault.NONE);
        runner.registry().doubt(runner.registry().unknownChanges.among(Set.of(pk), Set.of()));
        lookAtAll();
        settle();
        settle();
        assertFalse(runner.registry().hasPeer(), "there is no other process");
    }

    @Test
    void doesNotLookAtIncidentInFlight() {
        settle(alert("a"));
        snapshot();
        runner.registry().doubt(Set.of(1L));

        assertEquals(Set.of(), runner.registry().toLookUp());
        runAll();
        assertEquals(Set.of(1L), runner.registry().toLookUp());
    }

    @Test
    void listingDoesNotUndoLaterActions() throws Exception {
        settle(alert("a"), alert("b"));
        runner.registry().beginListing();
        List<Incident> open = argus.listOpen();
        snapshot(alert("a"), alert("c"));
        runAll();

        runner.registry().recordListing(open, List.of());
        runner.plan();

        assertEquals(0, queue.size());
        assertEquals(2, runner.registry().mirror.size());
    }

    @Test
    void respectsCloseAfterRestartWithLostAnswer() throws Exception {
        settle(alert("a"));
        settle();
        argus.faults(call -> call.startsWith("post RES") ? ModelArgus.Fault.LOST : ModelArgus.Fault.NONE);
        snapshot(alert("a"));
        runAll();
        clock.advance(Duration.ofSeconds(3));
        server.person(1, EventType.CLO);
        argus.faults(call -> ModelArgus.Fault.NONE);

        lookAtAll();
        settle(alert("a"));

        assertEquals(List.of(), server.openIds());
        assertEquals(1, runner.registry().ledger.quietCount());
    }

    @Test
    void restartWithFailedLookIsNotRepeated() throws Exception {
        settle(alert("a"));
        settle();
        argus.faults(call -> call.startsWith("byPk") ? ModelArgus.Fault.DOWN : ModelArgus.Fault.NONE);
        snapshot(alert("a"));
        runAll();
        runner.plan();
        assertEquals(0, queue.size());

        argus.faults(call -> ModelArgus.Fault.NONE);
        lookAtAll();
        settle(alert("a"));

        assertEquals(List.of(EventType.STA, EventType.END, EventType.RES), server.eventTypes(1));
    }

    @Test
    void reopenedAdoptedIncidentKeepsItsAlert() throws Exception {
        server.addLegacyIncident("4711");
        list();
        AlertId id = alert("a").id();
        runner.onSnapshot(answer(Map.of(1L, id), alert("a")), true, clock.instant(), clock.instant());
        runner.plan();
        runAll();
        server.person(1, EventType.CLO);
        runner.registry().doubt(Set.of(1L));
        lookAtAll();
        assertEquals(0, runner.registry().mirror.size());

        clock.advance(Duration.ofSeconds(3));
        server.person(1, EventType.REO);
        assertTrue(runner.registry().isRelevant(1));
        runner.registry().doubt(Set.of(1L));
        lookAtAll();

        assertEquals(1, runner.registry().mirror.size());
        assertEquals(0, runner.registry().mirror.unrecognised().size());
        assertEquals(0, runner.registry().ledger.quietCount());
    }

    @Test
    void newPlanWithdrawsActionsNotYetStarted() {
        snapshot(alert("a"), alert("b"), alert("c"));
        assertEquals(3, runner.pending());
        queue.runOne(random);

        snapshot(alert("a"), alert("b"));
        assertTrue(runner.pending() >= 2);
        runAll();

        settle(alert("a"), alert("b"));
        assertEquals(2, server.openIds().size());
        assertEquals(0, runner.pending());
    }

    @Test
    void listsAfterUnknownCreateOfEndedAlert() {
        argus.faults(call -> call.startsWith("create") ? ModelArgus.Fault.LOST : ModelArgus.Fault.NONE);
        snapshot(alert("a"));
        runAll();
        assertFalse(runner.needsListing(), "it is tried again");
        snapshot();
        assertTrue(runner.needsListing());

        argus.faults(call -> ModelArgus.Fault.NONE);
        settle();

        assertFalse(runner.needsListing());
        assertEquals(List.of(), server.openIds());
    }

    @Test
    void keepsEndingReportedDuringCreate() {
        snapshot(alert("a"));
        queue.runOne(random);
        partialWithEnding("a");
        deliver();
        runner.plan();
        runAll();

        assertEquals(List.of(), server.openIds());
    }

    @Test
    void keepsEndingReportedAfterLostCreateAnswer() throws Exception {
        argus.faults(call -> call.startsWith("create") ? ModelArgus.Fault.LOST : ModelArgus.Fault.NONE);
        snapshot(alert("a"));
        runAll();
        argus.faults(call -> ModelArgus.Fault.NONE);
        partialWithEnding("a");
        assertTrue(runner.needsListing());
        list();
        runner.plan();
        runAll();

        assertEquals(List.of(), server.openIds());
    }

    @Test
    void forgetsEndingWithoutIncident() {
        partialWithEnding("a");
        partial();
        settle(alert("a"));
        assertEquals(List.of(alert("a").id().value()), server.openIds());
        partial();
        runAll();

        assertEquals(List.of(alert("a").id().value()), server.openIds());
    }

    @Test
    void showsNoticeForManyReportedEndings() {
        Alert[] many = IntStream.range(0, 40).mapToObj(i -> alert("a" + i)).toArray(Alert[]::new);
        runner.policy(PolicySketch.GUARDED.updateInterval(Duration.ZERO).build());
        settle(many);
        assertNull(runner.notice());
        for (int i = 0; i < 30; i++) {
            partialWithEnding("a" + i);
            runAll();
        }

        assertEquals(10, runner.registry().mirror.size());
        assertEquals(
                "30 incidents ended within 15m because the source reported that their alerts ended: if that is"
                        + " wrong, check the source",
                runner.notice());
    }

    @Test
    void clockSetForwardDoesNotConfirmAbsence() {
        runner.policy(PolicySketch.GUARDED.updateInterval(Duration.ZERO).build());
        settle(alert("a"));
        Instant steady = clock.instant();
        runner.onSnapshot(answer(Map.of()), false, clock.instant(), steady);
        runner.plan();
        clock.advance(Duration.ofHours(1));
        runner.onSnapshot(answer(Map.of()), false, clock.instant(), steady.plusSeconds(1));
        runner.plan();
        assertEquals(0, queue.size());

        runner.onSnapshot(answer(Map.of()), false, clock.instant(), steady.plusSeconds(30));
        runner.plan();
        assertEquals(1, queue.size());
    }

    @Test
    void holdsEndWithoutAnswerIfOthersSucceed() {
        settle(alert("a"), alert("b"));
        long a = server.find(alert("a").id().value()).orElseThrow().pk();
        argus.faults(call -> call.equals("post END " + a) ? ModelArgus.Fault.UNSENT : ModelArgus.Fault.NONE);
        for (int i = 0; i < 5; i++) {
            snapshot(alert("b", "changed " + i), alert("c" + i));
            runAll();
            lookAtAll();
        }
        argus.takeCalls();

        lookAtAll();
        snapshot(alert("b"));
        runAll();

        assertFalse(argus.takeCalls().contains("post END " + a));
        assertEquals(List.of("1 closing that Argus rejected"), holds());
    }

    @Test
    void knowsTheScopesOfAbsentAlertsAfterARestart() throws Exception {
        settle(scoped("a", "oslo"), scoped("b", "bergen"), alert("c"));
        runner();
        list();
        assertNull(runner.missing());

        process(Snapshot.complete(List.of()).except("bergen", "503"));
        runAll();

        assertEquals(Set.of(alert("b").id().value(), alert("c").id().value()), Set.copyOf(server.openIds()));
        assertEquals(new SourceStatus.Missing("scope 'bergen' is unknown: 503", List.of("bergen")), runner.missing());
    }

    private static Alert scoped(String key, String scope) {
        return Alert.builder(alert(key).id(), alert(key).startedAt())
                .scope(scope)
                .build();
    }

    private void partialWithEnding(String key) {
        process(Snapshot.partial(List.of(), "half")
                .withEndings(List.of(Ending.reported(alert(key).id(), clock.instant(), "over"))));
    }

    private void partial() {
        process(Snapshot.partial(List.of(), "half"));
    }

    private void process(Snapshot snapshot) {
        runner.onSnapshot(
                new AdapterThread.SnapshotResult(snapshot, Map.of(), null, true, null, AdapterThread.Abilities.NONE),
                false,
                clock.instant(),
                clock.instant());
        runner.plan();
    }

    private void snapshot(Alert... alerts) {
        runner.onSnapshot(answer(Map.of(), alerts), false, clock.instant(), clock.instant());
        runner.plan();
    }

    private static AdapterThread.SnapshotResult answer(Map<Long, AlertId> adopted, Alert... alerts) {
        return new AdapterThread.SnapshotResult(
                Snapshot.complete(List.of(alerts)), adopted, null, true, null, AdapterThread.Abilities.NONE);
    }

    private void list() throws Exception {
        runner.registry().beginListing();
        runner.registry().recordListing(argus.listOpen(), List.of());
    }

    /** Lists if needed, takes a snapshot, and runs all resulting actions. */
    private void settle(Alert... alerts) {
        clock.advance(Duration.ofSeconds(1));
        if (runner.needsListing()) {
            try {
                list();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        snapshot(alerts);
        for (int i = 0; i < 10; i++) {
            runAll();
            runner.plan();
        }
    }

    private void lookAtAll() {
        Set<Long> pks = runner.registry().toLookUp();
        runner.registry().beginLookup();
        try {
            runner.registry()
                    .recordLookup(
                            pks, new IncidentLookup(argus, clock).lookUp(pks, IncidentLookup.PersonChanges.NOTHING));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        runner.plan();
        runAll();
    }

    private void runAll() {
        while (queue.size() > 0) {
            queue.runOne(random);
            deliver();
        }
    }

    private void deliver() {
        while (!inbox.isEmpty()) {
            inbox.remove(0).run();
        }
    }

    private List<String> holds() {
        Plan plan = runner.lastPlan();
        return plan == null ? List.of() : plan.holds();
    }
}
