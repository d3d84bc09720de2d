package io.github.argusglue.core.feedback;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.executor.Task;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.ExpectedCounts;
import io.github.argusglue.core.registry.IncidentActivity;
import io.github.argusglue.core.registry.IncidentRegistry;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.registry.OwnAcks;
import io.github.argusglue.core.retry.Backoff;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Feedback.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what people did to a source's incidents, so that the source can be told. The feed and the listings say
 * where something may have happened; the incident's own log and acknowledgements decide what. Owned by the thread of
 * the source's loop.
 */
public final class FeedbackTracker {
    private static final int LOOKS_AT_ONCE = 4;
    private static final int BATCH = 5;
    private static final int MOST_CLOSED = 1_000;

    /** A close that is older was long before we could tell anybody. */
    private static final Duration CLOSED_LATELY = Duration.ofDays(1);

    private final IncidentRegistry registry;
    private final OwnAcks acks;
    private final ExpectedCounts expected;
    private final AlertShaper shaper;
    private final ArgusReader argus;
    private final FeedbackDelivery delivery;
    private final InstantSource clock;
    private final Consumer<Runnable> inbox;
    private final long ourUserPk;
    private final long floor;
    private final Map<Long, DeliveredState> told = new HashMap<>();

    /** Incidents to look at, and whether their log is needed. */
    private final Map<Long, Boolean> wanted = new LinkedHashMap<>();

    private final Set<Long> inLook = new HashSet<>();

    /** Alerts that are over because their source was told of a close: a person may think better of it. */
    private final Map<Long, AlertId> closedByTelling = new LinkedHashMap<>();

    /** Closed incidents that were looked at. */
    private final Set<Long> foundClosed = new HashSet<>();

    /** Incidents that a look has shown to be open again, before the mirror knows of it. */
    private final Set<Long> foundOpen = new HashSet<>();

    private final Backoff lookBackoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), RandomGenerator.getDefault());
    private Set<Kind> accepts = Set.of();
    private boolean backlogWanted;
    private boolean readingBacklog;
    private int looks;
    private long lookAt = System.nanoTime();
    private long newestSeen;
    private long handled;

    /**
     * Makes one; does nothing.
     *
     * @param known what is remembered of the last run
     * @param newestEvent number of the newest line of the log before the first listing
     */
    public FeedbackTracker(
            IncidentRegistry registry,
            OwnAcks acks,
            ExpectedCounts expected,
            AlertShaper shaper,
            ArgusReader argus,
            AdapterClient source,
            InstantSource clock,
            Consumer<Runnable> inbox,
            long ourUserPk,
            FeedbackStateFile.Known known,
            long newestEvent) {
        this.registry = registry;
        this.acks = acks;
        this.expected = expected;
        this.shaper = shaper;
        this.argus = argus;
        this.clock = clock;
        this.inbox = inbox;
        this.ourUserPk = ourUserPk;
        this.backlogWanted = known.handled() > 0;
        this.floor = backlogWanted ? known.handled() : newestEvent;
        this.newestSeen = newestEvent;
        this.handled = floor;
        known.told().forEach(one -> told.put(one.incident(), one));
        this.delivery = new FeedbackDelivery(source, clock, inbox, this::isOfInterest, this::note);
    }

    /** Tells whether the source takes anything back. */
    public boolean isActive() {
        return !accepts.isEmpty();
    }

    /** Tells whether the source is told of acknowledgements. */
    public boolean followsAcks() {
        return accepts.contains(Kind.ACKNOWLEDGED) || accepts.contains(Kind.UNACKNOWLEDGED);
    }

    /** Takes that the source was asked and answered, and what it takes back. */
    public void sourceAnswered(Set<Kind> accepted) {
        boolean news = !accepts.equals(accepted);
        accepts = accepted;
        delivery.sourceAnswered();
        if (news && isActive()) {
            compare();
        }
    }

    public void sourceFailed() {
        delivery.sourceFailed();
    }

    /** A listing was taken: whatever it shows that the source does not know is looked at. */
    public void compare() {
        if (!isActive()) {
            return;
        }
        told.keySet().removeIf(pk -> !isOfInterest(pk));
        foundClosed.removeIf(pk -> !isOfInterest(pk));
        foundOpen.clear();
        for (MirrorEntry entry : registry.mirror.entries()) {
            if (entry.id() != null) {
                compare(entry.incident(), entry.id());
            }
        }
    }

    private void compare(Incident incident, AlertId id) {
        DeliveredState known = known(incident.pk());
        boolean ownAck = incident.acked() && acks.isInForce(incident.pk());
        if (followsAcks() && incident.acked() != known.acked() && !ownAck) {
            want(incident.pk(), false);
        }
        String ticket = incident.ticketUrl();
        boolean ticketNews = !ticket.equals(known.ticket()) && !ticket.equals(sourcesTicket(id));
        if ((accepts.contains(Kind.TICKET_SET) && ticketNews) || known.closed()) {
            want(incident.pk(), true);
        }
    }

    /** Compares the alerts that are quiet because a person closed their incident. */
    public void compareQuiet(Collection<Ledger.Quiet> quiet) {
        if (!accepts.contains(Kind.CLOSED)) {
            return;
        }
        Instant lately = clock.instant().minus(CLOSED_LATELY);
        for (Ledger.Quiet one : quiet) {
            long pk = one.record().pk();
            if (!known(pk).closed()
                    && !foundClosed.contains(pk)
                    && !inLook.contains(pk)
                    && one.record().endedAt().isAfter(lately)) {
                want(pk, true);
            }
        }
    }

    /** Takes what the feed says. */
    public void happened(ArgusReader.News news) {
        newestSeen = Math.max(newestSeen, news.newestEvent());
        if (isActive()) {
            news.touched().stream()
                    .filter(pk -> registry.concerns(pk) || closedByTelling.containsKey(pk))
                    .forEach(pk -> want(pk, news.changed().contains(pk)));
        }
    }

    private void want(long pk, boolean log) {
        wanted.merge(pk, log, Boolean::logicalOr);
    }

    /**
     * Does what is due.
     *
     * @param mayCall whether the adapter is free
     */
    public void tick(long now, boolean mayCall) {
        Set<Long> back = registry.ledger.reopened().takeBack();
        if (!isActive()) {
            return;
        }
        back.forEach(this::isBack);
        if (now - lookAt >= 0) {
            wantEnded();
            readBacklog();
            look();
        }
        if (wanted.isEmpty() && inLook.isEmpty() && !backlogWanted && delivery.isIdle()) {
            handled = newestSeen;
        }
        delivery.tick(now, mayCall);
    }

    /** An alert that was over is open in the source again, and knows nothing of what is in force in Argus. */
    private void isBack(long pk) {
        told.computeIfPresent(pk, (key, known) -> known.withoutAlert());
        AlertId id = registry.alertOf(pk);
        MirrorEntry entry = id == null ? null : registry.find(id);
        if (id != null && entry != null && entry.incident().pk() == pk) {
            compare(entry.incident(), id);
        }
    }

    /** Acknowledgements run out without a word in the feed. */
    private void wantEnded() {
        Instant now = clock.instant();
        for (DeliveredState one : told.values()) {
            DeliveredState known = known(one.incident());
            Instant end = known.ackEnd();
            if (known.acked() && end != null && !end.isAfter(now) && !inLook.contains(one.incident())) {
                want(one.incident(), false);
            }
        }
    }

    private void readBacklog() {
        if (!backlogWanted || readingBacklog) {
            return;
        }
        readingBacklog = true;
        argus.backlog(
                floor,
                ourUserPk,
                result -> inbox.accept(() -> {
                    readingBacklog = false;
                    Map<Long, Long> found = result.value();
                    if (found == null) {
                        lookAgainLater();
                    } else {
                        backlogWanted = false;
                        found.forEach((pk, event) -> {
                            if (registry.concerns(pk) && known(pk).handled() < event) {
                                want(pk, true);
                            }
                        });
                    }
                }));
    }

    private void lookAgainLater() {
        lookAt = System.nanoTime() + lookBackoff.next().toNanos();
    }

    private void look() {
        while (looks < LOOKS_AT_ONCE) {
            Map<Long, Boolean> batch = new LinkedHashMap<>();
            wanted.forEach((pk, log) -> {
                if (batch.size() < BATCH && !inLook.contains(pk)) {
                    batch.put(pk, log);
                }
            });
            if (batch.isEmpty()) {
                return;
            }
            wanted.keySet().removeAll(batch.keySet());
            Set<Long> acked = new HashSet<>(batch.keySet());
            acked.removeIf(pk -> !known(pk).acked());
            looks++;
            inLook.addAll(batch.keySet());
            argus.people(batch, acked, result -> inbox.accept(() -> looked(batch, result)));
        }
    }

    private void looked(Map<Long, Boolean> batch, Task.TaskResult<List<IncidentActivity>> result) {
        looks--;
        inLook.removeAll(batch.keySet());
        List<IncidentActivity> found = result.value();
        if (found == null) {
            batch.forEach(this::want);
            lookAgainLater();
            return;
        }
        lookBackoff.reset();
        found.forEach(this::found);
    }

    private void found(IncidentActivity work) {
        long pk = work.incident().pk();
        AlertId known = registry.alertOf(pk);
        AlertId id = known == null ? closedByTelling.get(pk) : known;
        if (id == null) {
            return;
        }
        expected.sawAcked(pk, work.incident().acked());
        if (work.acks() != null) {
            acks.looked(pk, work.acks());
        }
        if (Instant.MAX.equals(work.incident().endTime())) {
            foundClosed.remove(pk);
            foundOpen.add(pk);
        } else {
            foundClosed.add(pk);
            foundOpen.remove(pk);
        }
        foundOpen.removeIf(registry::isOpen);
        delivery.prune(pk);
        FeedbackDiff.Result result = new FeedbackDiff(accepts, ourUserPk, floor, clock.instant())
                .between(known(pk), work, shaper.reportedId(id), sourcesTicket(id));
        if (result.deeds().isEmpty() && !delivery.amend(pk, result.after())) {
            told.put(pk, result.after());
        }
        noteClose(pk, id, result.after());
        delivery.send(result.deeds());
    }

    /** Returns how much the source is still to be told. */
    public int waiting() {
        return delivery.size();
    }

    /** Returns what could not be told and why; null if nothing. */
    @Nullable
    public String trouble() {
        return delivery.trouble();
    }

    private void noteClose(long pk, AlertId id, DeliveredState after) {
        if (after.closed()) {
            closedByTelling.put(pk, id);
            if (closedByTelling.size() > MOST_CLOSED) {
                closedByTelling
                        .keySet()
                        .remove(closedByTelling.keySet().iterator().next());
            }
        }
    }

    private void note(DeliveredState newer) {
        told.put(newer.incident(), newer);
    }

    /** What the source will know once everything on its way has arrived. */
    private DeliveredState known(long pk) {
        DeliveredState coming = delivery.coming(pk);
        return coming == null ? told.getOrDefault(pk, DeliveredState.nothing(pk)) : coming;
    }

    private boolean isOfInterest(long pk) {
        return registry.isOpen(pk) || registry.isQuiet(pk) || closedByTelling.containsKey(pk) || foundOpen.contains(pk);
    }

    private String sourcesTicket(AlertId id) {
        DesiredIncident desired = shaper.find(id);
        return desired == null ? "" : desired.ticketUrl();
    }

    /** Returns what the source was told, so far as it is not what it takes for granted. */
    public List<DeliveredState> toRemember() {
        return told.values().stream()
                .filter(one -> !one.isNothing())
                .sorted(Comparator.comparingLong(DeliveredState::incident))
                .toList();
    }

    /** Returns up to which line of the log everything is dealt with; 0 if nobody cares. */
    public long handled() {
        return isActive() ? handled : 0;
    }

    /** Returns when a call of the adapter has to be cut, or something is to be tried again; of the monotonic clock. */
    public long due(long otherwise) {
        boolean lookWanted = isActive() && looks == 0 && !wanted.isEmpty();
        return Math.min(delivery.due(otherwise), lookWanted ? Math.min(lookAt, otherwise) : otherwise);
    }

    /** Tells whether the adapter is busy for it. */
    public boolean isCalling() {
        return delivery.isCalling();
    }

    /** Returns when a call of the adapter has to be cut. */
    public long cutDue(long otherwise) {
        return delivery.cutDue(otherwise);
    }

    /** Cuts a call that takes too long; tells whether it did, and the adapter is gone. */
    public boolean cut(long now) {
        return delivery.cut(now);
    }
}
