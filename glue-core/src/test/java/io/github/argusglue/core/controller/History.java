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
 * argus-glue without threads and timers: the real books, driven as the loop of a source drives them, one step after the
 * other, with every answer held back as long as chance wants it.
 */
public final class History {
    public final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    public final ModelArgus argus = new ModelArgus(clock);
    public final SimSource source;
    public final List<String> faults = new ArrayList<>();

    /** Incidents that a person has reopened though their alert was over, and how often that had begun by then. */
    public final Map<Long, Integer> reopened = new HashMap<>();

    /** What happened, line by line, to be read when it goes wrong. */
    public final List<String> trace = new ArrayList<>();

    private final Random random;
    private final Policy policy;
    private final ShapingConfig shaping;
    private final boolean remembers;
    private final StepQueue queue = new StepQueue();
    private final List<Runnable> inbox = new ArrayList<>();

    /** Alerts of which something was done and nobody has been told so far. */
    private final List<String> unanswered = new ArrayList<>();

    private ArgusReader side;
    private @Nullable PlanRunner runner;
    private QuietStateFile.QuietState remembered = QuietStateFile.QuietState.NOTHING;
    private List<AckCache.OwnAck> rememberedAcks = List.of();
    private boolean acknowledges;
    private final Set<Long> closedByPerson = new HashSet<>();
    private long feedPosition = -1;
    private boolean listingWanted = true;
    private boolean feedOutrun;
    private boolean adoptionWanted;
    private boolean tokenIsBad;

    public History(Random random, Policy policy, ShapingConfig shaping, boolean startsMove, boolean remembers) {
        this.random = random;
        this.policy = policy;
        this.shaping = shaping;
        this.remembers = remembers;
        this.source = new SimSource(random, clock, startsMove, shaping.flap() != null);
        this.side = newSide();
        argus.onEnd(this::checkEnd);
    }

    private ArgusReader newSide() {
        WriterIdentity.Settings settings = new WriterIdentity.Settings(
                "oslo", 0, URI.create("http://argus"), Path.of("target", "history", "oslo.json"), () -> "");
        WriterIdentity identity = new WriterIdentity(settings, new OwnerClaims());
        return new ArgusReader(argus, queue, new EventFeed(clock), identity, clock);
    }

    /** Nothing is ever ended that the source did not say to be over. */
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
        if (!duplicate && id != null && begun != null && begun == source.alert(id.key()).begun) {
            faults.add("ended though a person had reopened it: incident " + incident.pk() + ": " + reason);
        }
        if (!duplicate && (id == null || !source.isSaidToBeOver(id))) {
            faults.add("ended though nothing said that it is over: incident " + incident.pk() + " '"
                    + incident.sourceIncidentId() + "': " + reason);
        }
    }

    private boolean isLimited() {
        return policy.floodLimits().maxOpen() > 0;
    }

    /** Tells whether an incident is not an alert's, but says how many are not shown. */
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

    public void tell(String line) {
        trace.add(clock.instant() + " " + line);
    }

    /** The process ends and begins again. */
    public void restart() {
        tell("RESTART");
        queue.clear();
        inbox.clear();
        unanswered.clear();
        runner = null;
        feedPosition = -1;
        listingWanted = true;
        feedOutrun = false;
        closedByPerson.clear();
        tokenIsBad = false;
        side = newSide();
        source.forgetDelivered();
    }

    public boolean remembers() {
        return remembers;
    }

    /** Tells whether the next process is told that a person has closed an alert. */
    public boolean remembers(SimAlert alert) {
        return remembers
                && remembered.quiet().stream()
                        .anyMatch(quiet -> quiet.id().key().equals(alert.key));
    }

    /** Tells whether it is known that no incident of an alert is open. */
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

    /** Tells whether an incident is known to be open, what it stands for, and no answer about it is on its way. */
    public boolean seesOpen(Incident incident) {
        return recognises(incident) && runner != null && runner.registry().isOpen(incident.pk());
    }

    /** Tells whether it is known what an incident stands for, and no answer about it is on its way. */
    public boolean recognises(Incident incident) {
        PlanRunner current = runner;
        AlertId id = alertOf(incident);
        return current != null
                && current.registry().isRelevant(incident.pk())
                && current.registry().alertOf(incident.pk()) != null
                && (id == null || !unanswered.contains(id.key()));
    }

    /** One cycle, as the loop of a source makes it. */
    public void cycle(boolean wholeListing, boolean wholeSnapshot) {
        PlanRunner current = runner;
        if (current == null || listingWanted || wholeListing) {
            list();
        } else if (random.nextInt(4) > 0) {
            news(current);
        }
        current = runner;
        if (current == null) {
            return;
        }
        if (wholeSnapshot || random.nextInt(5) > 0) {
            Snapshot snapshot = wholeSnapshot || random.nextInt(4) > 0 ? source.complete() : source.partial();
            tell("snapshot " + (snapshot.partialReason().isEmpty() ? "complete " : "partial ") + snapshot.alerts()
                    + snapshot.endings().stream().map(e -> e.alertId()).toList());
            current.snapshot(
                    new AdapterThread.SnapshotResult(
                            snapshot, adopted(current), null, true, AdapterThread.Abilities.NONE),
                    adoptionWanted,
                    clock.instant(),
                    clock.instant());
            acknowledges = current.acks().mayExist();
            source.taken(this::knowsToBeClosed, policy.confirmAfter());
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

    private void list() {
        PlanRunner current = runner;
        if (current != null) {
            current.registry().beginListing();
        }
        List<Task.TaskResult<ArgusReader.Listing>> box = new ArrayList<>();
        side.list(policy.reopenWithin(), box::add);
        queue.runReads();
        meanwhile();
        ArgusReader.Listing listing = box.get(0).value();
        if (listing == null) {
            failed(box.get(0).failure());
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
                        inbox.add(() -> acted(action, result));
                    });
            current.remember(remembers ? remembered : QuietStateFile.QuietState.NOTHING);
            current.acks().restore(remembers ? rememberedAcks : List.of(), List.of(), !remembers || acknowledges);
            runner = current;
        }
        current.policy(policy.withRestart(listing.server().canRestart()));
        tell("listed " + listing.open().stream().map(Incident::pk).toList() + " ended "
                + listing.ended().stream().map(Incident::pk).toList());
        current.registry().recordListing(listing.open(), listing.ended());
        feedPosition = feedPosition < 0 ? listing.position() : feedPosition;
        listingWanted = false;
        adoptionWanted = true;
    }

    private void news(PlanRunner current) {
        List<Task.TaskResult<ArgusReader.FeedChanges>> box = new ArrayList<>();
        boolean count = feedOutrun && current.pending() == 0;
        side.readFeed(
                feedPosition,
                IncidentSketch.US,
                count ? current.registry().mirror.size() : -1,
                box::add);
        queue.runReads();
        meanwhile();
        ArgusReader.FeedChanges news = box.get(0).value();
        if (news == null) {
            failed(box.get(0).failure());
            return;
        }
        tokenIsBad = false;
        tell("news " + news);
        feedPosition = news.position();
        feedOutrun = (feedOutrun && !count) || news.lost();
        listingWanted |= news.listingDue() || news.replaced();
        Set<Long> ours = new HashSet<>(news.changed());
        ours.removeIf(pk -> !current.registry().isRelevant(pk));
        current.registry().doubt(ours);
        ours.retainAll(news.closed());
        closedByPerson.addAll(ours);
        current.acks().recordPeopleAcks(news.acknowledged());
        refresh();
    }

    /** Looks at what is in doubt. */
    public void refresh() {
        PlanRunner current = runner;
        if (current == null || current.registry().toLookUp().isEmpty()) {
            return;
        }
        Set<Long> pks = current.registry().toLookUp();
        IncidentLookup.PersonChanges byPeople = new IncidentLookup.PersonChanges(Set.copyOf(closedByPerson), Map.of());
        List<Task.TaskResult<List<IncidentLookup.LookupResult>>> box = new ArrayList<>();
        current.registry().beginLookup();
        side.lookUp(pks, byPeople, box::add);
        queue.runReads();
        meanwhile();
        List<IncidentLookup.LookupResult> seen = box.get(0).value();
        if (seen == null) {
            failed(box.get(0).failure());
        } else {
            tell("looked at " + pks + ": "
                    + seen.stream()
                            .map(s -> s.incident().pk() + " " + s.closed())
                            .toList());
            closedByPerson.removeAll(current.registry().recordLookup(pks, seen));
            plan();
        }
    }

    /** What else happens before an answer is here. */
    private void meanwhile() {
        while (random.nextInt(3) == 0) {
            work();
        }
    }

    private void failed(@Nullable ArgusException failure) {
        if (failure != null && failure.kind() == ArgusException.Kind.BAD_TOKEN) {
            tokenIsBad = true;
            if (runner != null) {
                runner.withdraw();
            }
        }
    }

    private void acted(Action action, Task.TaskResult<ActionResult> result) {
        PlanRunner current = runner;
        if (current == null) {
            return;
        }
        tell("answer to " + action.describe() + ": "
                + (result.failure() == null ? result.value() : result.failure().getMessage()));
        unanswered.remove(keyOf(action));
        current.result(action, result);
        failed(result.failure());
        if (result.failure() == null) {
            tokenIsBad = false;
        }
        rememberAll(current);
        if (current.pending() == 0) {
            plan();
        }
    }

    private void rememberAll(@Nullable PlanRunner current) {
        remembered = current == null ? QuietStateFile.QuietState.NOTHING : current.toRemember();
        rememberedAcks = current == null ? List.of() : current.acks().inForce();
        acknowledges = current != null && current.acks().mayExist();
    }

    /** Runs a task or hands over an answer, whatever chance picks. */
    public void work() {
        if (random.nextBoolean()) {
            queue.runOne(random);
        } else if (!inbox.isEmpty()) {
            inbox.remove(random.nextInt(inbox.size())).run();
        }
    }

    /** Goes on until nothing is left to do; tells whether that came to an end. */
    public boolean workOff() {
        for (int i = 0; i < 5_000; i++) {
            if (queue.size() == 0 && inbox.isEmpty()) {
                if (runner == null || !runner.registry().isInDoubt()) {
                    return true;
                }
                refresh();
            }
            work();
        }
        return false;
    }

    /** Cycles without a fault, long enough for every hold to pass. */
    public boolean settle(int cycles) {
        for (int i = 0; i < cycles; i++) {
            clock.advance(Duration.ofMinutes(2));
            cycle(i % 5 == 0, true);
            rememberAll(runner);
            if (!workOff()) {
                return false;
            }
        }
        return true;
    }
}
