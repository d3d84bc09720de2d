package io.github.argusglue.core.feedback;

import io.github.argusglue.core.adapter.AdapterClient;
import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.ExpectedCounts;
import io.github.argusglue.core.registry.IncidentActivity;
import io.github.argusglue.core.registry.IncidentRegistry;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.MirrorEntry;
import io.github.argusglue.core.registry.OwnAcks;
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
import org.jspecify.annotations.Nullable;

/**
 * Finds out what people did to a source's incidents, to tell the source. The feed and the listings show which incidents
 * may have changed; the incident's own log and acknowledgements show how. Owned by the thread of the source's loop.
 */
public final class FeedbackTracker {
    private static final int MAX_CLOSED = 1_000;

    /** Older closes happened long before the source could be told. */
    private static final Duration CLOSED_RECENTLY = Duration.ofDays(1);

    private final IncidentRegistry registry;
    private final OwnAcks acks;
    private final ExpectedCounts expected;
    private final AlertShaper shaper;
    private final ArgusReader argus;
    private final FeedbackDelivery delivery;
    private final ActivityLookups lookups;
    private final InstantSource clock;
    private final Consumer<Runnable> inbox;
    private final long ourUserPk;
    private final long floor;
    private final Map<Long, DeliveredState> delivered = new HashMap<>();

    /** Alerts that ended because their source was told of a close; a person may reopen the incident. */
    private final Map<Long, AlertId> closedByTelling = new LinkedHashMap<>();

    /** Closed incidents that were looked up. */
    private final Set<Long> foundClosed = new HashSet<>();

    /** Incidents that a lookup found to be open again, until the mirror has them. */
    private final Set<Long> foundOpen = new HashSet<>();

    private Set<Kind> accepts = Set.of();
    private boolean backlogWanted;
    private boolean readingBacklog;
    private long newestSeen;
    private long handled;

    /**
     * Creates a tracker; does nothing.
     *
     * @param known what was stored by the last run
     * @param newestEvent number of the newest event of the log before the first listing
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
            FeedbackStateFile.FeedbackState known,
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
        known.delivered().forEach(one -> delivered.put(one.incident(), one));
        this.lookups = new ActivityLookups(argus, inbox, pk -> known(pk).acked(), this::process);
        this.delivery = new FeedbackDelivery(source, clock, inbox, this::isOfInterest, this::recordDelivered);
    }

    /** Returns whether the source accepts any feedback. */
    public boolean isActive() {
        return !accepts.isEmpty();
    }

    /** Returns whether the source is told of acknowledgements. */
    public boolean followsAcks() {
        return accepts.contains(Kind.ACKNOWLEDGED) || accepts.contains(Kind.UNACKNOWLEDGED);
    }

    /** Records that the source works, and the kinds of feedback that it accepts. */
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

    /** Compares a listing with what the source knows, and looks up the differences. */
    public void compare() {
        if (!isActive()) {
            return;
        }
        delivered.keySet().removeIf(pk -> !isOfInterest(pk));
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
            lookups.request(incident.pk(), false);
        }
        String ticket = incident.ticketUrl();
        boolean ticketNews = !ticket.equals(known.ticket()) && !ticket.equals(sourcesTicket(id));
        if ((accepts.contains(Kind.TICKET_SET) && ticketNews) || known.closed()) {
            lookups.request(incident.pk(), true);
        }
    }

    /** Compares the alerts that are quiet because a person closed their incident. */
    public void compareQuiet(Collection<Ledger.QuietAlert> quiet) {
        if (!accepts.contains(Kind.CLOSED)) {
            return;
        }
        Instant lately = clock.instant().minus(CLOSED_RECENTLY);
        for (Ledger.QuietAlert one : quiet) {
            long pk = one.record().pk();
            if (!known(pk).closed()
                    && !foundClosed.contains(pk)
                    && !lookups.isInProgress(pk)
                    && one.record().endedAt().isAfter(lately)) {
                lookups.request(pk, true);
            }
        }
    }

    /** Processes events of the feed. */
    public void processFeed(ArgusReader.FeedChanges news) {
        newestSeen = Math.max(newestSeen, news.newestEvent());
        if (isActive()) {
            news.touched().stream()
                    .filter(pk -> registry.isRelevant(pk) || closedByTelling.containsKey(pk))
                    .forEach(pk -> lookups.request(pk, news.changed().contains(pk)));
        }
    }

    /**
     * Starts what is due.
     *
     * @param mayCall whether the adapter can be called
     */
    public void tick(long now, boolean mayCall) {
        Set<Long> back = registry.ledger.reopened().takeReturned();
        if (!isActive()) {
            return;
        }
        back.forEach(this::onReturned);
        if (lookups.isDue(now)) {
            lookUpExpired();
            readBacklog();
            lookups.start();
        }
        if (lookups.isIdle() && !backlogWanted && delivery.isIdle()) {
            handled = newestSeen;
        }
        delivery.tick(now, mayCall);
    }

    /** Handles an alert that had ended and is open again: the source has lost what is in force in Argus. */
    private void onReturned(long pk) {
        delivered.computeIfPresent(pk, (key, known) -> known.withoutAlert());
        AlertId id = registry.alertOf(pk);
        MirrorEntry entry = id == null ? null : registry.find(id);
        if (id != null && entry != null && entry.incident().pk() == pk) {
            compare(entry.incident(), id);
        }
    }

    /** Looks up expired acknowledgements, since the feed does not report expiry. */
    private void lookUpExpired() {
        Instant now = clock.instant();
        for (DeliveredState one : delivered.values()) {
            DeliveredState known = known(one.incident());
            Instant end = known.ackEnd();
            if (known.acked() && end != null && !end.isAfter(now) && !lookups.isInProgress(one.incident())) {
                lookups.request(one.incident(), false);
            }
        }
    }

    private void readBacklog() {
        if (!backlogWanted || readingBacklog) {
            return;
        }
        readingBacklog = true;
        argus.readBacklog(
                floor,
                ourUserPk,
                result -> inbox.accept(() -> {
                    readingBacklog = false;
                    Map<Long, Long> found = result.value();
                    if (found == null) {
                        lookups.pause();
                    } else {
                        backlogWanted = false;
                        found.forEach((pk, event) -> {
                            if (registry.isRelevant(pk) && known(pk).handled() < event) {
                                lookups.request(pk, true);
                            }
                        });
                    }
                }));
    }

    private void process(IncidentActivity activity) {
        long pk = activity.incident().pk();
        AlertId known = registry.alertOf(pk);
        AlertId id = known == null ? closedByTelling.get(pk) : known;
        if (id == null) {
            return;
        }
        expected.recordAcked(pk, activity.incident().acked());
        if (activity.acks() != null) {
            acks.recordLookup(pk, activity.acks());
        }
        if (Instant.MAX.equals(activity.incident().endTime())) {
            foundClosed.remove(pk);
            foundOpen.add(pk);
        } else {
            foundClosed.add(pk);
            foundOpen.remove(pk);
        }
        foundOpen.removeIf(registry::isOpen);
        delivery.prune(pk);
        FeedbackDiff.FeedbackChanges result = new FeedbackDiff(accepts, ourUserPk, floor, clock.instant())
                .between(known(pk), activity, shaper.reportedId(id), sourcesTicket(id));
        if (result.pending().isEmpty() && !delivery.amend(pk, result.after())) {
            delivered.put(pk, result.after());
        }
        recordClose(pk, id, result.after());
        delivery.send(result.pending());
    }

    /** Returns how much feedback the source still has to be told. */
    public int waiting() {
        return delivery.size();
    }

    /** Returns what could not be delivered and why; null if nothing. */
    @Nullable
    public String problem() {
        return delivery.problem();
    }

    private void recordClose(long pk, AlertId id, DeliveredState after) {
        if (after.closed()) {
            closedByTelling.put(pk, id);
            if (closedByTelling.size() > MAX_CLOSED) {
                closedByTelling
                        .keySet()
                        .remove(closedByTelling.keySet().iterator().next());
            }
        }
    }

    private void recordDelivered(DeliveredState newer) {
        delivered.put(newer.incident(), newer);
    }

    /** Returns what the source will know after all pending deliveries. */
    private DeliveredState known(long pk) {
        DeliveredState coming = delivery.pendingState(pk);
        return coming == null ? delivered.getOrDefault(pk, DeliveredState.nothing(pk)) : coming;
    }

    private boolean isOfInterest(long pk) {
        return registry.isOpen(pk) || registry.isQuiet(pk) || closedByTelling.containsKey(pk) || foundOpen.contains(pk);
    }

    private String sourcesTicket(AlertId id) {
        DesiredIncident desired = shaper.find(id);
        return desired == null ? "" : desired.ticketUrl();
    }

    /** Returns what the source was told, as far as it differs from what it assumes anyway. */
    public List<DeliveredState> toRemember() {
        return delivered.values().stream()
                .filter(one -> !one.isDefault())
                .sorted(Comparator.comparingLong(DeliveredState::incident))
                .toList();
    }

    /** Returns the number of the event up to which everything was processed; 0 if the source accepts no feedback. */
    public long handled() {
        return isActive() ? handled : 0;
    }

    /** Returns when a call of the adapter times out or something is retried, on the monotonic clock. */
    public long due(long otherwise) {
        return Math.min(delivery.due(otherwise), isActive() ? lookups.due(otherwise) : otherwise);
    }

    /** Returns whether a call of the adapter is in progress. */
    public boolean isCalling() {
        return delivery.isCalling();
    }

    /** Returns when a call of the adapter times out. */
    public long callDue(long otherwise) {
        return delivery.callDue(otherwise);
    }

    /** Cancels a call that has timed out; returns whether it did, so that there is no adapter now. */
    public boolean cancelOverdueCall(long now) {
        return delivery.cancelOverdueCall(now);
    }
}
