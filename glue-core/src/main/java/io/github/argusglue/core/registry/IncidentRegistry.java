package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.core.status.OpenIncidents;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a source's incidents: the mirror and the ledger. Also tracks which of both may be out of date
 * because a listing, a lookup and our own actions overlapped. Owned by the thread of the source's loop.
 */
public final class IncidentRegistry {
    public final Mirror mirror = new Mirror();
    public final Ledger ledger = new Ledger();
    public final UnknownChanges unknownChanges;

    /** Incidents that this process has created. */
    public final Set<Long> created = new HashSet<>();

    /** Incidents of another glue service that ended recently, as of the last listing. */
    private final Map<Long, Incident> endedOfOthers = new HashMap<>();

    private final InstantSource clock;

    /** Incidents that we changed since the current listing began; null if there is none. */
    private @Nullable Set<Long> changedSinceListing;

    /** Incidents whose actions ended since the current lookup began; null if there is none. */
    private @Nullable Set<Long> changedSinceLookup;

    /** Whether known numbers may belong to other incidents now; then nothing is written. */
    private boolean distrusted;

    /** Whether the current listing began after that. */
    private boolean listingIsNewer;

    private boolean listingNeeded;

    /** Whether there may be own acknowledgements in Argus that are not known. */
    private boolean mayHaveUnknownAcks;

    public IncidentRegistry(InstantSource clock) {
        this.clock = clock;
        this.unknownChanges = new UnknownChanges(mirror, ledger, clock);
    }

    /** Returns whether an incident belongs to this source and is relevant. */
    public boolean isRelevant(long pk) {
        return isOpen(pk) || ledger.endedAlert(pk) != null;
    }

    /** Returns whether an incident is being opened, so that its number is not known yet. */
    public boolean isOpening() {
        return ledger.isOpening();
    }

    public boolean isOpen(long pk) {
        return mirror.get(pk) != null;
    }

    /** Returns whether an alert is quiet because a person closed this incident. */
    public boolean isQuiet(long pk) {
        AlertId id = ledger.endedAlert(pk);
        ClosedIncident record = id == null ? null : ledger.ended(id);
        return record != null && record.by() == ClosedIncident.By.PERSON;
    }

    /** Returns the open incident of an alert; null if there is none. */
    @Nullable
    public MirrorEntry find(AlertId id) {
        return mirror.find(id);
    }

    /** Returns the alert of an incident, or its former alert if it is closed; null if it is not known. */
    @Nullable
    public AlertId alertOf(long pk) {
        MirrorEntry entry = mirror.get(pk);
        return entry == null ? ledger.endedAlert(pk) : entry.id();
    }

    public boolean isInDoubt() {
        return !ledger.doubtful().isEmpty();
    }

    public void doubt(Collection<Long> pks) {
        pks.forEach(ledger::doubt);
    }

    /** Returns whether another process writes with this token. */
    public boolean hasPeer() {
        return ledger.peers().isActive(clock.instant());
    }

    /** Returns whether we created an incident and its log can contain nothing unknown. */
    public boolean isCreatedHere(long pk) {
        return created.contains(pk);
    }

    /** Records that others may have written to the log of an incident that we created. */
    public void forgetCreated(long pk) {
        created.remove(pk);
    }

    /** Returns the open incidents, most severe first, for people. */
    public OpenIncidents openIncidents(int most) {
        return OpenIncidents.of(
                mirror.entries().stream().map(MirrorEntry::incident).iterator(), mirror.size(), most);
    }

    /** Records that we know a newer state of an incident than the one that is being read. */
    public void markChanged(long pk) {
        actionEnded(pk);
        if (changedSinceListing != null) {
            changedSinceListing.add(pk);
        }
    }

    /** Records that Argus may have been restored: until the next listing, known numbers may mean other incidents. */
    public void distrustNumbers() {
        distrusted = true;
        listingIsNewer = false;
        listingNeeded = true;
        ledger.markEndsUnknown();
    }

    /** Records that a number belongs to a different incident than known: everything known about it is discarded. */
    public void recordOtherIncident(long pk) {
        mirror.remove(pk);
        ledger.forgetIncident(pk);
        markChanged(pk);
        distrustNumbers();
    }

    public boolean isDistrusted() {
        return distrusted;
    }

    public boolean takeListingNeeded() {
        boolean owed = listingNeeded;
        listingNeeded = false;
        return owed;
    }

    /** Sets whether there may be own acknowledgements in Argus that are not known. */
    public void mayHaveUnknownAcks(boolean matter) {
        mayHaveUnknownAcks = matter;
    }

    /** Compares whether an open incident is acknowledged with what is known. */
    public void compareAck(Incident incident) {
        if (ledger.acks().compare(incident, mayHaveUnknownAcks, clock.instant())) {
            mirror.markForCompare(incident.pk());
        }
    }

    /** Records whether an incident is acknowledged, if nothing else about it was read. */
    public void recordAcked(long pk, boolean acked) {
        MirrorEntry entry = mirror.get(pk);
        if (entry != null && entry.incident().acked() != acked) {
            mirror.put(entry.incident().withAcked(acked), null);
        }
    }

    /** Records that an action has ended, whatever the result. */
    public void actionEnded(long pk) {
        if (changedSinceLookup != null) {
            changedSinceLookup.add(pk);
        }
    }

    /** Returns whether there may be an open incident that only a listing can find. */
    public boolean needsListing(Predicate<AlertId> named) {
        return ledger.lostWrites().needsListing(named);
    }

    public void beginListing() {
        changedSinceListing = new HashSet<>();
        listingIsNewer = true;
        ledger.lostWrites().beginListing();
    }

    /** Records a listing of the open incidents and of those that ended recently. */
    public void recordListing(List<Incident> open, List<Incident> ended) {
        Set<Long> newer = changedSinceListing == null ? Set.of() : changedSinceListing;
        changedSinceListing = null;
        distrusted &= !listingIsNewer;
        listingNeeded |= distrusted;
        ledger.lostWrites().endListing();
        endedOfOthers.clear();
        for (Incident incident : ended) {
            if (!newer.contains(incident.pk())) {
                ledger.recordListedEnd(incident);
                if (IncidentIds.alertOf(incident).isEmpty()) {
                    endedOfOthers.put(incident.pk(), incident);
                }
            }
        }
        Map<Long, Instant> ends = new HashMap<>();
        for (Incident incident : ended) {
            Instant end = incident.endTime();
            if (end != null) {
                ends.put(incident.pk(), end);
            }
        }
        for (MirrorEntry gone : mirror.replace(open, newer)) {
            if (mirror.get(gone.incident().pk()) == null) {
                recordClosed(gone, ends.getOrDefault(gone.incident().pk(), clock.instant()));
            }
        }
        mirror.entries().forEach(this::recordOpen);
        forgetClosed();
        open.stream().filter(incident -> mirror.get(incident.pk()) != null).forEach(this::compareAck);
    }

    /** Forgets what was known about incidents that are no longer open. */
    void forgetClosed() {
        ledger.acks().retain(pk -> mirror.get(pk) != null);
        created.removeIf(pk -> mirror.get(pk) == null);
    }

    private void recordOpen(MirrorEntry entry) {
        AlertId id = entry.id();
        if (id != null) {
            ClosedIncident last = ledger.ended(id);
            if (last != null && last.pk() == entry.incident().pk()) {
                ledger.reopened().record(last.pk(), last.by() != ClosedIncident.By.PERSON);
            }
            ledger.recordOpen(id);
        }
    }

    /** Returns the incidents of another glue service that ended recently; only the adapter can recognize them. */
    Collection<Incident> endedOfOthers() {
        return endedOfOthers.values();
    }

    /** Returns all incidents that an adapter may recognize. */
    public List<Incident> all() {
        List<Incident> all = new ArrayList<>(endedOfOthers.values());
        mirror.entries().forEach(entry -> all.add(entry.incident()));
        return all;
    }

    /**
     * Records the alerts of incidents; returns how many open incidents were recognized.
     *
     * @param asked whether the adapter was asked about all of them
     */
    public int adopt(Map<Long, AlertId> adopted, boolean asked) {
        int open = mirror.adopt(adopted);
        if (!asked) {
            return open;
        }
        endedOfOthers.forEach((pk, incident) -> {
            AlertId id = adopted.get(pk);
            if (id != null && mirror.find(id) == null) {
                ledger.recordListedEnd(id, incident);
            }
        });
        endedOfOthers.clear();
        return open;
    }

    /** Records that an incident is closed, it is not known by whom. */
    public void recordClosed(MirrorEntry gone, Instant at) {
        AlertId id = gone.id();
        if (id != null) {
            Incident incident = gone.incident();
            ledger.recordEnd(id, ClosedIncident.of(incident, at, ClosedIncident.By.UNKNOWN));
        }
    }

    /**
     * Returns the incidents to look up. An incident with an action in progress, including its create, has to wait:
     * otherwise the order of the action and the lookup would not be known.
     */
    public Set<Long> toLookUp() {
        Set<Long> pks = new HashSet<>(ledger.doubtful());
        pks.removeIf(pk -> {
            MirrorEntry entry = mirror.get(pk);
            AlertId id = entry == null ? null : entry.id();
            return ledger.isBusy(pk) || (id != null && ledger.isBusy(id));
        });
        return pks;
    }

    /** Starts a lookup of doubtful incidents; there is only one at a time. */
    public void beginLookup() {
        changedSinceLookup = new HashSet<>();
    }

    /**
     * Records the result of a lookup of doubtful incidents. If an action on an incident ended in the meantime, the
     * order of the two is not known, and the incident is looked up again.
     *
     * @return the incidents whose state is known now
     */
    public Set<Long> recordLookup(Set<Long> asked, List<IncidentLookup.LookupResult> seen) {
        Set<Long> settled = new HashSet<>(asked);
        if (changedSinceLookup != null) {
            settled.removeAll(changedSinceLookup);
            changedSinceLookup = null;
        }
        Set<Long> missing = new HashSet<>(settled);
        for (IncidentLookup.LookupResult one : seen) {
            if (missing.remove(one.incident().pk())) {
                recordLookupResult(one);
            }
        }
        for (long pk : missing) {
            mirror.remove(pk);
            ledger.forgetIncident(pk);
            markChanged(pk);
        }
        settled.forEach(ledger::clearDoubt);
        return settled;
    }

    /** Returns whether an incident is not the one that is known by its number. */
    private boolean isOtherThanKnown(Incident incident) {
        MirrorEntry entry = mirror.get(incident.pk());
        AlertId ended = entry == null ? ledger.endedAlert(incident.pk()) : null;
        ClosedIncident record = ended == null ? null : ledger.ended(ended);
        String known = entry == null
                ? record == null ? null : record.sourceIncidentId()
                : entry.incident().sourceIncidentId();
        return known != null && !known.equals(incident.sourceIncidentId());
    }

    private void recordLookupResult(IncidentLookup.LookupResult one) {
        long pk = one.incident().pk();
        if (isOtherThanKnown(one.incident())) {
            recordOtherIncident(pk);
            return;
        }
        MirrorEntry entry = mirror.get(pk);
        unknownChanges.recordLookup(one, entry);
        if (one.closed() == null) {
            recordOpenIncident(one.incident());
        } else if (entry != null) {
            mirror.remove(pk);
            AlertId id = entry.id();
            if (id != null) {
                ledger.recordEnd(id, one.closed());
            }
        } else {
            recordClosedAgain(one.incident(), one.closed());
        }
        markChanged(pk);
    }

    private void recordOpenIncident(Incident incident) {
        long pk = incident.pk();
        mirror.put(incident, null);
        AlertId ended = ledger.endedAlert(pk);
        MirrorEntry seen = mirror.get(pk);
        if (ended != null && seen != null && seen.id() == null) {
            // Reopened: if another glue service created it, only we know its alert.
            mirror.adopt(Map.of(pk, ended));
        }
        MirrorEntry open = mirror.get(pk);
        if (open != null) {
            recordOpen(open);
        }
        compareAck(incident);
    }

    /**
     * Handles an incident that was known to be closed and was open in between, or that somebody ended before we did.
     * Its log shows whether a person closed it last.
     */
    private void recordClosedAgain(Incident incident, ClosedIncident record) {
        long pk = incident.pk();
        AlertId id = ledger.endedAlert(pk);
        ClosedIncident known = id == null ? null : ledger.ended(id);
        if (id != null && known != null && known.hasOtherEnd(pk, record.endedAt())) {
            ClosedIncident.By by = ClosedIncident.By.UNKNOWN;
            ledger.recordEnd(id, record.by(by));
        } else if (id == null) {
            // Another process opened and ended it before our lookup: handled like in a listing.
            IncidentIds.alertOf(incident)
                    .filter(alert -> mirror.find(alert) == null)
                    .ifPresent(alert -> ledger.recordListedEnd(alert, incident));
        }
    }

    /** Returns the number of open incidents of each level, most severe first. */
    public List<Integer> openByLevel() {
        return mirror.openByLevel();
    }
}
