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
 * What is to be remembered of a source beside its open incidents: what ended lately and by whom, what is under way,
 * what Argus refused. A cache: without it the same is found out again from Argus, at the cost of a few requests. Owned
 * by one thread.
 */
public final class Ledger {
    /** How long a request that Argus refused is not tried again while the alert stays as it is. */
    public static final Duration REFUSAL_HOLDS = Duration.ofMinutes(10);

    private final Map<AlertKey, Quiet> ended = new HashMap<>();

    /** Whose last incident a number is; what {@link #ended} does not say any more is not true any more. */
    private final Map<Long, AlertKey> endedByNumber = new HashMap<>();

    /** Alerts whose last incident is closed and that are absent, and since which snapshot, by the steady clock. */
    private final Map<AlertKey, Instant> absentSince = new HashMap<>();

    private final Map<AlertKey, Refusal> refused = new HashMap<>();
    private final Map<Long, Refusal> refusedEnds = new HashMap<>();
    private final Map<AlertKey, Integer> busy = new HashMap<>();
    private final Map<Long, Integer> busyPks = new HashMap<>();
    private final Set<Long> doubtful = new HashSet<>();
    private final AckCache acks = new AckCache();
    private final PeerWriters peers = new PeerWriters();
    private final ReopenedIncidents reopened = new ReopenedIncidents();
    private final LostWrites lost = new LostWrites();
    private final UpdatePace updatePace = new UpdatePace();
    private final ClearedIncidents cleared = new ClearedIncidents();
    private MassCloseCandidates absentees = MassCloseCandidates.NONE;
    private PendingSince patience = PendingSince.NONE;
    private boolean hides;

    /** Returns what is known of acknowledgements. */
    public AckCache acks() {
        return acks;
    }

    /** Returns what is known of other processes with the same token. */
    public PeerWriters peers() {
        return peers;
    }

    /** Returns what is known of incidents that were opened again though we had not done it. */
    public ReopenedIncidents reopened() {
        return reopened;
    }

    /** Returns what is known of writes whose answer was lost. */
    public LostWrites lost() {
        return lost;
    }

    /** Returns how many updates were sent lately. */
    public UpdatePace updatePace() {
        return updatePace;
    }

    /** Returns the alerts that have cleared after their last incident was closed. */
    public ClearedIncidents cleared() {
        return cleared;
    }

    /** Tells whether an incident is being opened, so that nobody knows its number. */
    public boolean isOpening() {
        return !busy.isEmpty();
    }

    /**
     * Notes that an alert's incident is closed. An Argus that was restored may have given the number of another alert's
     * incident to it: that one is no more.
     */
    public void noteEnded(AlertId id, ClosedIncident record) {
        AlertKey slot = AlertKey.of(id);
        AlertKey before = endedByNumber.put(record.pk(), slot);
        if (before != null && !before.equals(slot)) {
            ended.computeIfPresent(before, (other, known) -> known.record().pk() == record.pk() ? null : known);
        }
        ended.put(slot, new Quiet(id, record));
    }

    /** Notes a closed incident that a listing showed, unless a later end of its alert is known. */
    public void noteListedEnd(Incident incident) {
        IncidentIds.alertOf(incident).ifPresent(id -> noteListedEnd(id, incident));
    }

    /** Notes a closed incident that a listing showed and that stands for an alert, unless a later end is known. */
    public void noteListedEnd(AlertId id, Incident incident) {
        Instant end = incident.endTime();
        if (end == null
                || cleared.isSinceAPersonsClose(AlertKey.of(id), end)
                || ReservedKeys.isTokenIncident(incident.sourceIncidentId())) {
            return;
        }
        ClosedIncident known = ended(id);
        if (known == null || known.isOlderThan(incident, end)) {
            boolean over = cleared.isSince(AlertKey.of(id), end);
            ClosedIncident.By by = over ? ClosedIncident.By.SOURCE : ClosedIncident.By.UNKNOWN;
            noteEnded(id, new ClosedIncident(incident.pk(), incident.sourceIncidentId(), end, by));
        }
    }

    /** Returns the last closed incident of an alert; null if none is known. */
    public @Nullable ClosedIncident ended(AlertId id) {
        Quiet known = ended.get(AlertKey.of(id));
        return known == null ? null : known.record();
    }

    /** Returns the alert whose last incident this was and is closed; null if none is known. */
    public @Nullable AlertId endedAlert(long pk) {
        AlertKey slot = endedByNumber.get(pk);
        Quiet known = slot == null ? null : ended.get(slot);
        return known == null || known.record().pk() != pk ? null : known.id();
    }

    /** Forgets what is closed, because a new occurrence is open. */
    public void noteOpen(AlertId id) {
        lost.found(id);
        if (!ended.isEmpty()) {
            ended.remove(AlertKey.of(id));
            absentSince.remove(AlertKey.of(id));
        }
    }

    /** Argus may have been restored: who ended what has to be looked up again before it is opened again. */
    public void doubtEnds() {
        ended.replaceAll((slot, known) -> known.record().by() == ClosedIncident.By.SOURCE ? known.unknown() : known);
    }

    /** Forgets an incident that is no longer in Argus. */
    public void forgetIncident(long pk) {
        ended.values().removeIf(known -> known.record().pk() == pk);
        doubtful.remove(pk);
        acks.forgetIncident(pk);
    }

    /** Returns how many alerts are quiet because a person closed their incident. */
    public int quiet() {
        return ended.isEmpty() ? 0 : quietOnes().size();
    }

    /** Returns the alerts that are quiet because a person closed their incident, by key. */
    public List<Quiet> quietOnes() {
        return ended.values().stream()
                .filter(known -> known.record().by() == ClosedIncident.By.PERSON)
                .sorted(Comparator.comparing((Quiet known) -> known.id().key()))
                .toList();
    }

    /**
     * Forgets what a snapshot makes pointless to know: that a person closed an alert which has cleared, and ends that
     * are too old to be restarted. An alert has cleared if its source says so, or if a complete snapshot does not name
     * it and a later one confirms that; who closed its incident does not matter from then on.
     */
    public void forget(Desired desired, Instant now, Duration reopenWithin, Duration confirmAfter) {
        if (!ended.isEmpty()) {
            Set<AlertKey> present = new HashSet<>();
            desired.incidents().forEach(incident -> present.add(AlertKey.of(incident.id())));
            desired.dropped().forEach(dropped -> present.add(AlertKey.of(dropped.id())));
            // What comes and goes has not cleared: a person who closed it need not close it each time.
            desired.kept().forEach(kept -> present.add(kept.key()));
            if (hides) {
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
                boolean absent = desired.isComplete() || inferred.contains(slot);
                boolean cleared =
                        told.contains(slot) || (absent && isConfirmed(slot, desired.steadyAt(), confirmAfter));
                return isPointless(e, cleared, oldest);
            });
        }
        absentSince.keySet().retainAll(ended.keySet());
        endedByNumber.values().retainAll(ended.keySet());
        cleared.forgetBefore(now.minus(reopenWithin));
        refused.values().removeIf(refusal -> !refusal.until().isAfter(now));
        refusedEnds.values().removeIf(refusal -> !refusal.until().isAfter(now));
    }

    private Set<AlertKey> endings(Desired desired, Ending.Evidence evidence) {
        Set<AlertKey> slots = new HashSet<>();
        for (Ending ending : desired.endings()) {
            AlertKey slot = AlertKey.of(ending.alertId());
            Quiet known = ended.get(slot);
            boolean earlier = known != null && desired.isEarlier(ending.alertId(), known.id());
            if (ending.evidence() == evidence && !earlier) {
                slots.add(slot);
            }
        }
        return slots;
    }

    /** One snapshot may be wrong. */
    private boolean isConfirmed(AlertKey slot, Instant steadyAt, Duration confirmAfter) {
        Instant since = absentSince.merge(slot, steadyAt, (known, taken) -> known);
        return since.isBefore(steadyAt) && !since.plus(confirmAfter).isAfter(steadyAt);
    }

    private boolean isPointless(Map.Entry<AlertKey, Quiet> end, boolean hasCleared, Instant oldest) {
        ClosedIncident record = end.getValue().record();
        if (hasCleared && record.by() != ClosedIncident.By.SOURCE) {
            // The next listing shows it again, and it is not to be taken for news.
            cleared.note(end.getKey(), record);
            end.setValue(end.getValue().cleared());
        }
        if (record.by() == ClosedIncident.By.PERSON) {
            return hasCleared;
        }
        return record.endedAt().isBefore(oldest);
    }

    /**
     * Notes that an action on an alert is under way, so that the next plan leaves it alone. There may be several: one
     * for each open incident of the alert.
     */
    public void begin(@Nullable AlertId id, long pk) {
        if (id != null) {
            busy.merge(AlertKey.of(id), 1, Integer::sum);
        }
        if (pk != 0) {
            busyPks.merge(pk, 1, Integer::sum);
        }
    }

    /** Notes that it is done, one way or the other. */
    public void finish(@Nullable AlertId id, long pk) {
        if (id != null) {
            busy.computeIfPresent(AlertKey.of(id), (slot, count) -> count == 1 ? null : count - 1);
        }
        busyPks.computeIfPresent(pk, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Tells whether an action on an alert is under way. */
    public boolean isBusy(AlertId id) {
        return !busy.isEmpty() && busy.containsKey(AlertKey.of(id));
    }

    /** Tells whether an action on an incident is under way. */
    public boolean isBusy(long pk) {
        return !busyPks.isEmpty() && busyPks.containsKey(pk);
    }

    /**
     * Notes that Argus refuses what the alert asks for; it is not tried again until the alert changes or time passes.
     */
    public void noteRefused(DesiredIncident desired, Instant now) {
        refused.put(AlertKey.of(desired.id()), new Refusal(desired, now.plus(REFUSAL_HOLDS)));
    }

    /** Notes that Argus refuses to end an incident. */
    public void noteRefusedEnd(long pk, Instant now) {
        refusedEnds.put(pk, new Refusal(null, now.plus(REFUSAL_HOLDS)));
    }

    /** Forgets what Argus has refused: it is tried again. */
    public void forgetRefusals() {
        refused.clear();
        refusedEnds.clear();
        acks.forgetRefusals();
    }

    public boolean isRefused(DesiredIncident desired) {
        if (refused.isEmpty()) {
            return false;
        }
        Refusal refusal = refused.get(AlertKey.of(desired.id()));
        return refusal != null && desired.equals(refusal.desired());
    }

    public boolean isEndRefused(long pk) {
        return !refusedEnds.isEmpty() && refusedEnds.containsKey(pk);
    }

    /** Returns how many alerts Argus refuses to take as they are. */
    public int refused() {
        return refused.size() + refusedEnds.size();
    }

    /** Notes that we do not know an incident's state: it is looked at before anything else is done to it. */
    public void doubt(long pk) {
        doubtful.add(pk);
    }

    /** Notes that the answer to a change of an incident was lost. */
    public void noteLostWrite(long pk, Instant now) {
        lost.write(pk, now);
        doubtful.add(pk);
    }

    /** Notes that we looked. */
    public void settleDoubt(long pk) {
        doubtful.remove(pk);
    }

    /** Returns the incidents that must be looked at before anything else is done to them. */
    public Set<Long> doubtful() {
        return Set.copyOf(doubtful);
    }

    public boolean isDoubtful(long pk) {
        return !doubtful.isEmpty() && doubtful.contains(pk);
    }

    public MassCloseCandidates absentees() {
        return absentees;
    }

    public PendingSince patience() {
        return patience;
    }

    /** Notes that so many incidents were open for a while and none has ended: for a single look. */
    public void assumeCalm(int open, Instant now) {
        absentees = new MassCloseCandidates(Map.of(), 0, 0, RecentClosings.calm(open, now));
    }

    /** Notes what a plan leaves for later ones to know. */
    public void planned(MassCloseCandidates candidates, PendingSince pending, boolean hiding) {
        absentees = candidates;
        patience = pending;
        hides = hiding;
    }

    /**
     * An operator says that what waits to be ended need not wait, be it for a second snapshot or for time to pass.
     *
     * @return how many incidents that is about
     */
    public int release() {
        int before = patience.released().size();
        patience = patience.release(absentees);
        return patience.released().size() - before;
    }

    /** Returns how many incidents wait for another snapshot to agree that they are over. */
    public int awaitingAgreement() {
        return absentees.waiting();
    }

    /**
     * An alert whose last incident is closed.
     *
     * @param id of the alert
     * @param record of the incident
     */
    public record Quiet(AlertId id, ClosedIncident record) {
        Quiet cleared() {
            return record.by() == ClosedIncident.By.SOURCE ? this : by(ClosedIncident.By.SOURCE);
        }

        Quiet unknown() {
            return by(ClosedIncident.By.UNKNOWN);
        }

        private Quiet by(ClosedIncident.By by) {
            return new Quiet(id, new ClosedIncident(record.pk(), record.sourceIncidentId(), record.endedAt(), by));
        }
    }

    private record Refusal(@Nullable DesiredIncident desired, Instant until) {}
}
