package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.shape.AlertKey;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.core.shape.ReservedKeys;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known about a source in addition to its open incidents: what ended recently and by whom, which actions
 * are in progress, what Argus rejected. A cache: if it is lost, the same is found out again with a few requests to
 * Argus. Owned by one thread.
 */
public final class Ledger {
    /** How long a rejected request is not repeated while the alert is unchanged. */
    public static final Duration REJECTION_TIME = Duration.ofMinutes(10);

    private final Map<AlertKey, QuietAlert> ended = new HashMap<>();

    /** The alert whose last incident has this number; valid only while {@link #ended} confirms it. */
    private final Map<Long, AlertKey> endedByNumber = new HashMap<>();

    /** Absent alerts whose last incident is closed, and since which snapshot, by the steady clock. */
    private final Map<AlertKey, Instant> absentSince = new HashMap<>();

    private final Map<AlertKey, Rejection> rejected = new HashMap<>();
    private final Map<Long, Rejection> rejectedEnds = new HashMap<>();
    private final Map<AlertKey, Integer> busy = new HashMap<>();
    private final Map<Long, Integer> busyPks = new HashMap<>();
    private final Set<Long> doubtful = new HashSet<>();
    private final AckCache acks = new AckCache();
    private final PeerWriters peers = new PeerWriters();
    private final ReopenedIncidents reopened = new ReopenedIncidents();
    private final LostWrites lostWrites = new LostWrites();
    private final UpdatePace updatePace = new UpdatePace();
    private final ClearedIncidents cleared = new ClearedIncidents();
    private MassCloseCandidates massCloseCandidates = MassCloseCandidates.NONE;
    private PendingSince pendingSince = PendingSince.NONE;
    private boolean hidesAlerts;

    /** Returns what is known about acknowledgements. */
    public AckCache acks() {
        return acks;
    }

    /** Returns what is known about other processes with the same token. */
    public PeerWriters peers() {
        return peers;
    }

    /** Returns what is known about incidents that others reopened. */
    public ReopenedIncidents reopened() {
        return reopened;
    }

    /** Returns what is known about writes whose answer was lost. */
    public LostWrites lostWrites() {
        return lostWrites;
    }

    /** Returns how many updates were sent recently. */
    public UpdatePace updatePace() {
        return updatePace;
    }

    /** Returns the alerts that have cleared after their last incident was closed. */
    public ClearedIncidents cleared() {
        return cleared;
    }

    /** Returns whether an incident is being opened, so that its number is not known yet. */
    boolean isOpening() {
        return !busy.isEmpty();
    }

    /**
     * Records that an alert's incident is closed. If Argus was restored, the number may have belonged to an incident of
     * another alert, which then no longer exists.
     */
    public void recordEnd(AlertId id, ClosedIncident found) {
        ClosedIncident record = sinceCleared(id, found);
        AlertKey slot = AlertKey.of(id);
        AlertKey before = endedByNumber.put(record.pk(), slot);
        if (before != null && !before.equals(slot)) {
            ended.computeIfPresent(before, (other, known) -> known.record().pk() == record.pk() ? null : known);
        }
        ended.put(slot, new QuietAlert(id, record));
    }

    /** Records a closed incident from a listing, unless a later end of its alert is known. */
    public void recordListedEnd(Incident incident) {
        IncidentIds.alertOf(incident).ifPresent(id -> recordListedEnd(id, incident));
    }

    /** Records a closed incident of an alert from a listing, unless a later end is known. */
    void recordListedEnd(AlertId id, Incident incident) {
        Instant end = incident.endTime();
        if (end == null
                || cleared.hasClearedSincePersonClose(AlertKey.of(id), end)
                || ReservedKeys.isTokenIncident(incident.sourceIncidentId())) {
            return;
        }
        ClosedIncident known = ended(id);
        if (known == null || known.isOlderThan(incident, end)) {
            boolean over = cleared.hasClearedSince(AlertKey.of(id), end);
            ClosedIncident.By by = over ? ClosedIncident.By.SOURCE : ClosedIncident.By.UNKNOWN;
            recordEnd(id, ClosedIncident.of(incident, end, by));
        }
    }

    /**
     * Returns an incident that was found closed, as it matters now: an alert that has cleared since then is not kept
     * quiet by a person's close, whatever start it returns with. Neither is one that was absent when the person closed
     * its incident, which is noticed late if Argus could not be read.
     */
    public ClosedIncident sinceCleared(AlertId id, ClosedIncident found) {
        if (reopened.hasReturnedAfter(found.pk(), found.endedAt())) {
            cleared.record(AlertKey.of(id), found);
        }
        return cleared.hasClearedSince(AlertKey.of(id), found.endedAt()) ? found.by(ClosedIncident.By.SOURCE) : found;
    }

    /** Returns the last closed incident of an alert; null if none is known. */
    public @Nullable ClosedIncident ended(AlertId id) {
        QuietAlert known = ended.get(AlertKey.of(id));
        return known == null ? null : known.record();
    }

    /** Returns the alert whose last incident this is, if it is closed; null if none is known. */
    @Nullable
    AlertId endedAlert(long pk) {
        AlertKey slot = endedByNumber.get(pk);
        QuietAlert known = slot == null ? null : ended.get(slot);
        return known == null || known.record().pk() != pk ? null : known.id();
    }

    /** Forgets the closed incident of an alert, because a new occurrence is open. */
    public void recordOpen(AlertId id) {
        lostWrites.resolve(id);
        if (!ended.isEmpty()) {
            ended.remove(AlertKey.of(id));
            absentSince.remove(AlertKey.of(id));
        }
    }

    /**
     * Marks all ends as unknown, because Argus may have been restored: who ended an incident has to be looked up before
     * it is reopened.
     */
    void markEndsUnknown() {
        ended.replaceAll((slot, known) -> known.record().by() == ClosedIncident.By.SOURCE ? known.unknown() : known);
    }

    /** Forgets an incident that no longer exists in Argus. */
    void forgetIncident(long pk) {
        ended.values().removeIf(known -> known.record().pk() == pk);
        doubtful.remove(pk);
        acks.forgetIncident(pk);
    }

    /** Returns the number of alerts that are quiet because a person closed their incident. */
    public int quietCount() {
        return ended.isEmpty() ? 0 : quietAlerts().size();
    }

    /** Returns the alerts that are quiet because a person closed their incident, by key. */
    public List<QuietAlert> quietAlerts() {
        return ended.values().stream()
                .filter(known -> known.record().by() == ClosedIncident.By.PERSON)
                .sorted(Comparator.comparing((QuietAlert known) -> known.id().key()))
                .toList();
    }

    /**
     * Forgets what is not needed after a snapshot: a person's close of an alert that has cleared, and ends that are too
     * old for a restart. An alert has cleared if its source reports it, or if a snapshot that is complete for its scope
     * does not contain it and a later one confirms that. From then on it does not matter who closed its incident.
     */
    public void forgetObsolete(Desired desired, Instant now, Duration reopenWithin, Duration confirmAfter) {
        if (!ended.isEmpty()) {
            Set<AlertKey> present = new HashSet<>();
            desired.incidents().forEach(incident -> present.add(AlertKey.of(incident.id())));
            desired.dropped().forEach(dropped -> present.add(AlertKey.of(dropped.id())));
            // A flapping alert has not cleared: a person who closed its incident need not close it each time.
            desired.kept().forEach(kept -> present.add(kept.key()));
            if (hidesAlerts) {
                present.add(ReservedKeys.MAX_OPEN_KEY);
            }
            Set<AlertKey> told = endings(desired, Ending.Evidence.REPORTED);
            Set<AlertKey> inferred = endings(desired, Ending.Evidence.INFERRED);
            absentSince.keySet().removeIf(present::contains);
            Instant oldest = now.minus(reopenWithin);
            ended.entrySet().removeIf(e -> {
                AlertKey slot = e.getKey();
                if (present.contains(slot)) {
                    return false;
                }
                boolean absent = desired.covers(e.getValue().record().scope()) || inferred.contains(slot);
                boolean cleared =
                        told.contains(slot) || (absent && isConfirmed(slot, desired.steadyAt(), confirmAfter));
                return isObsolete(e, cleared, oldest);
            });
        }
        absentSince.keySet().retainAll(ended.keySet());
        endedByNumber.values().retainAll(ended.keySet());
        cleared.forgetBefore(now.minus(reopenWithin));
        rejected.values().removeIf(refusal -> !refusal.until().isAfter(now));
        rejectedEnds.values().removeIf(refusal -> !refusal.until().isAfter(now));
    }

    private Set<AlertKey> endings(Desired desired, Ending.Evidence evidence) {
        Set<AlertKey> slots = new HashSet<>();
        for (Ending ending : desired.endings()) {
            AlertKey slot = AlertKey.of(ending.alertId());
            QuietAlert known = ended.get(slot);
            boolean earlier = known != null && desired.isEarlier(ending.alertId(), known.id());
            if (ending.evidence() == evidence && !earlier) {
                slots.add(slot);
            }
        }
        return slots;
    }

    /** Returns whether a second snapshot confirms that an alert has cleared, since a single one may be wrong. */
    private boolean isConfirmed(AlertKey slot, Instant steadyAt, Duration confirmAfter) {
        Instant since = absentSince.merge(slot, steadyAt, (known, taken) -> known);
        return since.isBefore(steadyAt) && !since.plus(confirmAfter).isAfter(steadyAt);
    }

    private boolean isObsolete(Map.Entry<AlertKey, QuietAlert> end, boolean hasCleared, Instant oldest) {
        ClosedIncident record = end.getValue().record();
        if (hasCleared && record.by() != ClosedIncident.By.SOURCE) {
            // The next listing contains it again, and it must not be treated as new.
            cleared.record(end.getKey(), record);
            end.setValue(end.getValue().cleared());
        }
        if (record.by() == ClosedIncident.By.PERSON) {
            return hasCleared;
        }
        return record.endedAt().isBefore(oldest);
    }

    /**
     * Records that an action on an alert is in progress, so that the next plan skips the alert. There may be several:
     * one for each open incident of the alert.
     */
    public void beginAction(@Nullable AlertId id, long pk) {
        if (id != null) {
            busy.merge(AlertKey.of(id), 1, Integer::sum);
        }
        if (pk != 0) {
            busyPks.merge(pk, 1, Integer::sum);
        }
    }

    /** Records that an action has ended, whatever the result. */
    public void endAction(@Nullable AlertId id, long pk) {
        if (id != null) {
            busy.computeIfPresent(AlertKey.of(id), (slot, count) -> count == 1 ? null : count - 1);
        }
        busyPks.computeIfPresent(pk, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Returns whether an action on an alert is in progress. */
    public boolean isBusy(AlertId id) {
        return !busy.isEmpty() && busy.containsKey(AlertKey.of(id));
    }

    /** Returns whether an action on an incident is in progress. */
    public boolean isBusy(long pk) {
        return !busyPks.isEmpty() && busyPks.containsKey(pk);
    }

    /**
     * Records that Argus rejects the incident of an alert; it is not tried again until the alert changes or time
     * passes.
     */
    public void recordRejected(DesiredIncident desired, Instant now) {
        rejected.put(AlertKey.of(desired.id()), new Rejection(desired, now.plus(REJECTION_TIME)));
    }

    /** Records that Argus rejects the end of an incident. */
    public void recordRejectedEnd(long pk, Instant now) {
        rejectedEnds.put(pk, new Rejection(null, now.plus(REJECTION_TIME)));
    }

    /** Forgets all rejections, so that everything is tried again. */
    public void forgetRejections() {
        rejected.clear();
        rejectedEnds.clear();
        acks.forgetRejections();
    }

    public boolean isRejected(DesiredIncident desired) {
        if (rejected.isEmpty()) {
            return false;
        }
        Rejection refusal = rejected.get(AlertKey.of(desired.id()));
        return refusal != null && desired.equals(refusal.desired());
    }

    public boolean isEndRejected(long pk) {
        return !rejectedEnds.isEmpty() && rejectedEnds.containsKey(pk);
    }

    /** Returns the number of alerts and ends that Argus rejects. */
    public int rejected() {
        return rejected.size() + rejectedEnds.size();
    }

    /** Records that the state of an incident is not known: it is looked up before any other action on it. */
    public void doubt(long pk) {
        doubtful.add(pk);
    }

    /** Records that the answer to a change of an incident was lost. */
    public void recordLostWrite(long pk, Instant now) {
        lostWrites.recordWrite(pk, now);
        doubtful.add(pk);
    }

    /** Records that an incident was looked up. */
    public void clearDoubt(long pk) {
        doubtful.remove(pk);
    }

    /** Returns the incidents that have to be looked up before any other action on them. */
    Set<Long> doubtful() {
        return Set.copyOf(doubtful);
    }

    public boolean isDoubtful(long pk) {
        return !doubtful.isEmpty() && doubtful.contains(pk);
    }

    public MassCloseCandidates massCloseCandidates() {
        return massCloseCandidates;
    }

    public PendingSince pendingSince() {
        return pendingSince;
    }

    /** Records that a number of incidents has been open for a while and none has ended, for a single plan. */
    public void assumeCalm(int open, Instant now) {
        massCloseCandidates = new MassCloseCandidates(Map.of(), 0, 0, RecentClosings.calm(open, now));
    }

    /** Records what a plan hands to later plans. */
    public void recordPlan(MassCloseCandidates candidates, PendingSince pending, boolean hiding) {
        massCloseCandidates = candidates;
        pendingSince = pending;
        hidesAlerts = hiding;
    }

    /**
     * Releases all incidents that wait to be ended, on an operator's command: neither a second snapshot nor time is
     * needed.
     *
     * @return number of incidents released
     */
    public int release() {
        int before = pendingSince.released().size();
        pendingSince = pendingSince.release(massCloseCandidates);
        return pendingSince.released().size() - before;
    }

    /** Returns the number of incidents that wait for another snapshot to confirm that they have ended. */
    public int awaitingConfirmation() {
        return massCloseCandidates.waiting();
    }

    /**
     * An alert whose last incident is closed.
     *
     * @param id the alert
     * @param record its incident
     */
    public record QuietAlert(AlertId id, ClosedIncident record) {
        QuietAlert cleared() {
            return record.by() == ClosedIncident.By.SOURCE ? this : by(ClosedIncident.By.SOURCE);
        }

        QuietAlert unknown() {
            return by(ClosedIncident.By.UNKNOWN);
        }

        private QuietAlert by(ClosedIncident.By by) {
            return new QuietAlert(id, record.by(by));
        }
    }

    private record Rejection(@Nullable DesiredIncident desired, Instant until) {}
}
