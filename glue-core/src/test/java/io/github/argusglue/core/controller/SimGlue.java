package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.AdapterThread;
import io.github.argusglue.core.apply.ActionExecutor;
import io.github.argusglue.core.apply.ActionResult;
import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.argus.IncidentLog;
import io.github.argusglue.core.executor.StepQueue;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.identity.OwnerClaims;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.IncidentSketch;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.registry.AckCache;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.EventFeed;
import io.github.argusglue.core.registry.IncidentLookup;
import io.github.argusglue.core.registry.QuietStateFile;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One source of argus-glue without threads and timers: drives the real {@link PlanRunner} step by step, as its loop
 * does, and delays each answer for a random time.
 */
public final class SimGlue {
    public final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    public final ModelArgus argus = new ModelArgus(clock);
    public final SimSource source;
    public final List<String> violations = new ArrayList<>();

    /** Incidents that a person reopened after their alert had ended, and how often the alert had begun by then. */
    public final Map<Long, Integer> reopened = new HashMap<>();

    /** What happened, line by line, for the report of a failure. */
    public final List<String> trace = new ArrayList<>();

    private final Random random;
    private final Policy policy;
    private final ShapingConfig shaping;
    private final boolean keepsState;
    private final StepQueue queue = new StepQueue();
    private final List<Runnable> inbox = new ArrayList<>();

    /** Alerts with an action that was executed and whose result is not known yet. */
    private final List<String> unanswered = new ArrayList<>();

    private ArgusReader reader;
    private @Nullable PlanRunner runner;
    private QuietStateFile.QuietState savedState = QuietStateFile.QuietState.NOTHING;
    private List<AckCache.OwnAck> savedAcks = List.of();
    private boolean acknowledges;
    private final Set<Long> closedByPerson = new HashSet<>();
    private long feedPosition = -1;
    private boolean listingWanted = true;
    private boolean feedOverflowed;
    private boolean adoptionWanted;
    private boolean tokenIsBad;

    public SimGlue(Random random, Policy policy, ShapingConfig shaping, boolean startsMove, boolean remembers) {
        this.random = random;
        this.policy = policy;
        this.shaping = shaping;
        this.keepsState = remembers;
        this.source = new SimSource(random, clock, startsMove, shaping.flap() != null);
        this.reader = newReader();
        argus.onEnd(this::checkEnd);
    }

    private ArgusReader newReader() {
        WriterIdentity.Settings settings = new WriterIdentity.Settings(
                "oslo", 0, URI.create("http://argus"), Path.of("target", "history", "oslo.json"), () -> "");
        WriterIdentity identity = new WriterIdentity(settings, new OwnerClaims());
        return new ArgusReader(argus, queue, new EventFeed(clock), identity, clock);
    }

    /** Checks that nothing is ended that the source did not report as ended. */
    private void checkEnd(Incident incident, String reason) {
        if (reason.equals(IncidentLog.CLOSED_AGAIN)) {
            return;
        }
        if (isSummary(incident) || (reason.startsWith("still open in oslo, not shown") && isLimited())) {
            return;
        }
        AlertId id = alertOf(incident);
        if (id != null && reason.startsWith("dropped by rule 1 ") && source.alert(id.key()).isNoise) {
            return;
        }
        boolean duplicate = reason.startsWith("duplicate of an older")
                && id != null
                && argus.server.all().stream().anyMatch(other -> other.pk() < incident.pk() && isOf(other, id));
        Integer begun = reopened.get(incident.pk());
        if (!duplicate && id != null && begun != null && begun == source.alert(id.key()).occurrences) {
            violations.add("ended although a person had reopened it: incident " + incident.pk() + ": " + reason);
        }
        if (!duplicate && (id == null || !source.reportsEnded(id))) {
            violations.add("ended although nothing showed that it is over: incident " + incident.pk() + " '"
                    + incident.sourceIncidentId() + "': " + reason);
        }
    }

    private boolean isLimited() {
        return policy.floodLimits().maxOpen() > 0;
    }

    /** Returns whether an incident is the one that says how many alerts are not shown. */
    public static boolean isSummary(Incident incident) {
        return incident.sourceIncidentId().startsWith("argus-glue/max-open@");
    }

    @Nullable
    public AlertId alertOf(Incident incident) {
        String id = incident.sourceIncidentId();
        for (SimAlert alert : source.alerts) {
            if (id.equals(alert.key) || id.startsWith(alert.key + "@") || id.startsWith(alert.key + "~")) {
                return alert.id();
            }
        }
        return id.startsWith("legacy-") ? source.alert(id.substring(7)).id() : null;
    }

    public boolean isOf(Incident incident, AlertId id) {
        AlertId of = alertOf(incident);
        return of != null && of.key().equals(id.key());
    }

    public void log(String line) {
        trace.add(clock.instant() + " " + line);
    }

    /** Restarts the process. */
    public void restart() {
        log("RESTART");
        queue.clear();
        inbox.clear();
        unanswered.clear();
        runner = null;
        feedPosition = -1;
        listingWanted = true;
        feedOverflowed = false;
        closedByPerson.clear();
        tokenIsBad = false;
        reader = newReader();
        source.forgetDelivered();
    }

    public boolean keepsState() {
        return keepsState;
    }

    /** Returns whether the next process will know that a person has closed an alert. */
    public boolean keepsState(SimAlert alert) {
        return keepsState
                && savedState.quiet().stream()
                        .anyMatch(quiet -> quiet.id().key().equals(alert.key));
    }

    /** Returns whether all incidents of an alert are known to be closed. */
    public boolean knowsToBeClosed(SimAlert alert) {
        PlanRunner current = runner;
        return current != null
                && inbox.isEmpty()
                && argus.server.all().stream()
                        .noneMatch(incident ->
                                isOf(incident, alert.id()) && current.registry().isOpen(incident.pk()));
    }

    private static String keyOf(Action action) {
        AlertId id = action.id();
        return id == null ? "" : id.key();
    }

    /**
     * Returns whether an incident and its alert are known, it is known to be open, and no answer about it is pending.
     */
    public boolean knowsOpen(Incident incident) {
        return recognises(incident) && runner != null && runner.registry().isOpen(incident.pk());
    }

    /** Returns whether an incident and its alert are known, and no answer about it is pending. */
    public boolean recognises(Incident incident) {
        PlanRunner current = runner;
        AlertId id = alertOf(incident);
        return current != null
                && current.registry().isRelevant(incident.pk())
                && current.registry().alertOf(incident.pk()) != null
                && (id == null || !unanswered.contains(id.key()));
    }

    /** Runs one cycle, as the loop of a source does. */
    public void cycle(boolean wholeListing, boolean wholeSnapshot) {
        PlanRunner current = runner;
        if (current == null || listingWanted || wholeListing) {
            readListing();
        } else if (random.nextInt(4) > 0) {
            readFeed(current);
        }
        current = runner;
        if (current == null) {
            return;
        }
        if (wholeSnapshot || random.nextInt(5) > 0) {
            Snapshot snapshot = wholeSnapshot || random.nextInt(4) > 0 ? source.complete() : source.partial();
            log("snapshot " + (snapshot.partialReason().isEmpty() ? "complete " : "partial ") + snapshot.alerts()
                    + snapshot.endings().stream().map(e -> e.alertId()).toList());
            current.onSnapshot(
                    new AdapterThread.SnapshotResult(
                            snapshot, adopted(current), null, true, null, AdapterThread.Abilities.NONE),
                    adoptionWanted,
                    clock.instant(),
                    clock.instant());
            acknowledges = current.acks().mayExist();
            source.onProcessed(this::knowsToBeClosed, policy.confirmAfter());
            adoptionWanted = false;
            listingWanted |= current.needsListing();
            plan();
        }
    }

    private Map<Long, AlertId> adopted(PlanRunner current) {
        Map<Long, AlertId> adopted = new HashMap<>();
        if (adoptionWanted) {
            for (Incident incident : current.unexplained().toAsk(true)) {
                AlertId id = alertOf(incident);
                if (id != null) {
                    adopted.put(incident.pk(), id);
                }
            }
        }
        return adopted;
    }

    private void plan() {
        if (runner != null && !tokenIsBad) {
            runner.plan();
        }
    }

    private void readListing() {
        PlanRunner current = runner;
        if (current != null) {
            current.registry().beginListing();
        }
        List<Task.TaskResult<ArgusReader.Listing>> box = new ArrayList<>();
        reader.list(policy.reopenWithin(), box::add);
        queue.runReads();
        runOtherWork();
        ArgusReader.Listing listing = box.get(0).value();
        if (listing == null) {
            onFailure(box.get(0).failure());
            return;
        }
        tokenIsBad = false;
        if (current == null) {
            current = new PlanRunner(
                    new AlertShaper(shaping),
                    new Reconciler("oslo", listing.userPk()),
                    new ActionExecutor(argus, clock),
                    queue,
                    policy,
                    clock,
                    (action, result) -> {
                        unanswered.add(keyOf(action));
                        inbox.add(() -> onResult(action, result));
                    });
            current.restoreState(keepsState ? savedState : QuietStateFile.QuietState.NOTHING);
            current.acks().restore(keepsState ? savedAcks : List.of(), List.of(), !keepsState || acknowledges);
            runner = current;
        }
        current.policy(policy.withRestart(listing.server().canRestart()));
        log("listed " + listing.open().stream().map(Incident::pk).toList() + " ended "
                + listing.ended().stream().map(Incident::pk).toList());
        current.registry().recordListing(listing.open(), listing.ended());
        feedPosition = feedPosition < 0 ? listing.position() : feedPosition;
        listingWanted = false;
        adoptionWanted = true;
    }

    private void readFeed(PlanRunner current) {
        List<Task.TaskResult<ArgusReader.FeedChanges>> box = new ArrayList<>();
        boolean count = feedOverflowed && current.pending() == 0;
        reader.readFeed(
                feedPosition,
                IncidentSketch.US,
                count ? current.registry().mirror.size() : -1,
                box::add);
        queue.runReads();
        runOtherWork();
        ArgusReader.FeedChanges news = box.get(0).value();
        if (news == null) {
            onFailure(box.get(0).failure());
            return;
        }
        tokenIsBad = false;
        log("news " + news);
        feedPosition = news.position();
        feedOverflowed = (feedOverflowed && !count) || news.lost();
        listingWanted |= news.listingDue() || news.replaced();
        Set<Long> ours = new HashSet<>(news.changed());
        ours.removeIf(pk -> !current.registry().isRelevant(pk));
        current.registry().doubt(ours);
        ours.retainAll(news.closed());
        closedByPerson.addAll(ours);
        current.acks().recordPeopleAcks(news.acknowledged());
        refresh();
    }

    /** Looks at the incidents in doubt. */
    public void refresh() {
        PlanRunner current = runner;
        if (current == null || current.registry().toLookUp().isEmpty()) {
            return;
        }
        Set<Long> pks = current.registry().toLookUp();
        IncidentLookup.PersonChanges byPeople = new IncidentLookup.PersonChanges(Set.copyOf(closedByPerson), Map.of());
        List<Task.TaskResult<List<IncidentLookup.LookupResult>>> box = new ArrayList<>();
        current.registry().beginLookup();
        reader.lookUp(pks, byPeople, box::add);
        queue.runReads();
        runOtherWork();
        List<IncidentLookup.LookupResult> seen = box.get(0).value();
        if (seen == null) {
            onFailure(box.get(0).failure());
        } else {
            log("looked at " + pks + ": "
                    + seen.stream()
                            .map(s -> s.incident().pk() + " " + s.closed())
                            .toList());
            closedByPerson.removeAll(current.registry().recordLookup(pks, seen));
            plan();
        }
    }

    /** Runs other work before an answer arrives. */
    private void runOtherWork() {
        while (random.nextInt(3) == 0) {
            runSomething();
        }
    }

    private void onFailure(@Nullable ArgusException failure) {
        if (failure != null && failure.kind() == ArgusException.Kind.BAD_TOKEN) {
            tokenIsBad = true;
            if (runner != null) {
                runner.withdraw();
            }
        }
    }

    private void onResult(Action action, Task.TaskResult<ActionResult> result) {
        PlanRunner current = runner;
        if (current == null) {
            return;
        }
        log("answer to " + action.describe() + ": "
                + (result.failure() == null ? result.value() : result.failure().getMessage()));
        unanswered.remove(keyOf(action));
        current.onResult(action, result);
        onFailure(result.failure());
        if (result.failure() == null) {
            tokenIsBad = false;
        }
        saveState(current);
        if (current.pending() == 0) {
            plan();
        }
    }

    private void saveState(@Nullable PlanRunner current) {
        savedState = current == null ? QuietStateFile.QuietState.NOTHING : current.stateToSave();
        savedAcks = current == null ? List.of() : current.acks().inForce();
        acknowledges = current != null && current.acks().mayExist();
    }

    /** Runs a random task or handles a random answer. */
    public void runSomething() {
        if (random.nextBoolean()) {
            queue.runOne(random);
        } else if (!inbox.isEmpty()) {
            inbox.remove(random.nextInt(inbox.size())).run();
        }
    }

    /** Runs until nothing is left to do; returns whether that state was reached. */
    public boolean drain() {
        for (int i = 0; i < 5_000; i++) {
            if (queue.size() == 0 && inbox.isEmpty()) {
                if (runner == null || !runner.registry().isInDoubt()) {
                    return true;
                }
                refresh();
            }
            runSomething();
        }
        return false;
    }

    /** Runs cycles, long enough for every hold to expire. */
    public boolean settle(int cycles) {
        for (int i = 0; i < cycles; i++) {
            clock.advance(Duration.ofMinutes(2));
            cycle(i % 5 == 0, true);
            saveState(runner);
            if (!drain()) {
                return false;
            }
        }
        return true;
    }
}
