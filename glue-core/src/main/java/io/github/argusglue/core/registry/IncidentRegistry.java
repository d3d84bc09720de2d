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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What we believe of a source's incidents: the mirror, the ledger, and which of both may be out of date because a
 * listing, a look and our own actions overtook each other. Owned by the thread of the source's loop.
 */
public final class IncidentRegistry {
    private static final int REMEMBERED = 5_000;

    public final Mirror mirror = new Mirror();
    public final Ledger ledger = new Ledger();
    /** Incidents that we made since we started. */
    public final Set<Long> fresh = new HashSet<>();

    /** Incidents that another glue service made and that ended lately, as the last listing showed them. */
    private final Map<Long, Incident> othersEnded = new HashMap<>();

    private final InstantSource clock;

    /** Incidents that we changed since the listing under way began; null if none is under way. */
    private @Nullable Set<Long> touched;

    /** Incidents whose actions came to an end since the look under way began; null if none is under way. */
    private @Nullable Set<Long> changedSinceLook;

    /** Incidents that others may have opened or ended in our name, to be looked at. */
    private final Set<Long> suspects = new HashSet<>();

    /** What the log says of openings in our name while ours were under way: whose they are is known later. */
    private Set<Long> laterOpened = Set.of();

    /** Incidents that we opened lately. */
    private final Set<Long> openedByUs = new LinkedHashSet<>();

    private boolean newStrangers;

    /** Whether the numbers that we know may be other incidents' by now; nothing is written then. */
    private boolean distrusted;

    /** Whether the listing under way began after that was so. */
    private boolean listingTells;

    private boolean listingOwed;

    /** Whether acknowledgements of ours may be in Argus that we do not know of. */
    private boolean acksMatter;

    public IncidentRegistry(InstantSource clock) {
        this.clock = clock;
    }

    /** Tells whether an incident is one of this source's that we have to do with. */
    public boolean concerns(long pk) {
        return isOpen(pk) || ledger.endedAlert(pk) != null;
    }

    public boolean isOpen(long pk) {
        return mirror.get(pk) != null;
    }

    /** Tells whether an alert is quiet because a person closed this incident. */
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

    /** Returns the alert that an incident stands for, or stood for when it was closed; null if nobody knows. */
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

    /** Tells whether another process writes with this token. */
    public boolean hasCompany() {
        return ledger.peers().isThere(clock.instant());
    }

    /** Tells whether we made an incident, and nothing can be in its log that we do not know of. */
    public boolean isFresh(long pk) {
        return fresh.contains(pk);
    }

    /** Notes that others may have written to the log of an incident of ours. */
    public void noLongerFresh(long pk) {
        fresh.remove(pk);
    }

    /** Returns what is open, the worst of it first, for people. */
    public OpenIncidents openIncidents(int most) {
        return OpenIncidents.of(
                mirror.entries().stream().map(MirrorEntry::incident).iterator(), mirror.size(), most);
    }

    /** Notes that we know something newer of an incident than what is being read. */
    public void touch(long pk) {
        actionIsOver(pk);
        if (touched != null) {
            touched.add(pk);
        }
    }

    /** Notes that Argus may have been restored: until it is listed anew, no number stands for what we know of it. */
    public void distrust() {
        distrusted = true;
        listingTells = false;
        listingOwed = true;
        ledger.doubtEnds();
    }

    /** Notes that a number is another incident's than we knew by it: nothing that we know of it holds. */
    public void isAnother(long pk) {
        mirror.remove(pk);
        ledger.forgetIncident(pk);
        touch(pk);
        distrust();
    }

    public boolean isDistrusted() {
        return distrusted;
    }

    public boolean takeListingOwed() {
        boolean owed = listingOwed;
        listingOwed = false;
        return owed;
    }

    /** Notes that there may be acknowledgements of ours in Argus that we do not know of, or that there are none. */
    public void acksMatter(boolean matter) {
        acksMatter = matter;
    }

    /** Compares what an open incident says of its acknowledgement with what we know. */
    public void sawAck(Incident incident) {
        if (ledger.acks().saw(incident, acksMatter, clock.instant())) {
            mirror.unsettle(incident.pk());
        }
    }

    /** Takes whether an incident is acknowledged, where nothing else of it was seen. */
    public void sawAcked(long pk, boolean acked) {
        MirrorEntry entry = mirror.get(pk);
        if (entry != null && entry.incident().acked() != acked) {
            mirror.put(entry.incident().withAcked(acked), null);
        }
    }

    /**
     * Returns the incidents that were opened or ended in our name without our knowing: by others, or by writes of ours
     * whose answer was lost. They are to be looked at.
     */
    public Set<Long> others(Set<Long> opened, Set<Long> ended) {
        Set<Long> unknown = new HashSet<>(laterOpened);
        unknown.addAll(opened);
        unknown.removeIf(pk -> mirror.get(pk) != null || openedByUs.contains(pk));
        laterOpened = ledger.isOpening() ? Set.copyOf(unknown) : Set.of();
        Set<Long> found = new HashSet<>();
        if (laterOpened.isEmpty()) {
            found.addAll(unknown);
        }
        ended.stream()
                .filter(pk -> mirror.get(pk) != null
                        && !ledger.isBusy(pk)
                        && !ledger.doubtful().contains(pk))
                .forEach(found::add);
        found.stream()
                .filter(pk -> !ledger.lost().mayHaveWritten(pk, clock.instant()))
                .forEach(suspects::add);
        return found;
    }

    /** Notes that it was us who opened an incident. */
    public void noteOpenedByUs(long pk) {
        openedByUs.add(pk);
        if (openedByUs.size() > REMEMBERED) {
            openedByUs.remove(openedByUs.iterator().next());
        }
    }

    public boolean takeNewStrangers() {
        boolean taken = newStrangers;
        newStrangers = false;
        return taken;
    }

    /** Notes that an action came to an end, whatever became of it. */
    public void actionIsOver(long pk) {
        if (changedSinceLook != null) {
            changedSinceLook.add(pk);
        }
    }

    /** Tells whether there may be an open incident that only a listing can find. */
    public boolean needsListing(Predicate<AlertId> named) {
        return ledger.lost().needsListing(named);
    }

    public void beginListing() {
        touched = new HashSet<>();
        listingTells = true;
        ledger.lost().beginListing();
    }

    /** Takes a listing of what is open and of what ended lately. */
    public void listed(List<Incident> open, List<Incident> ended) {
        Set<Long> newer = touched == null ? Set.of() : touched;
        touched = null;
        distrusted &= !listingTells;
        listingOwed |= distrusted;
        ledger.lost().listed();
        othersEnded.clear();
        for (Incident incident : ended) {
            if (!newer.contains(incident.pk())) {
                ledger.noteListedEnd(incident);
                if (IncidentIds.alertOf(incident).isEmpty()) {
                    othersEnded.put(incident.pk(), incident);
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
                noteGone(gone, ends.getOrDefault(gone.incident().pk(), clock.instant()));
            }
        }
        mirror.entries().forEach(this::noteOpen);
        forgetClosed();
        open.stream().filter(incident -> mirror.get(incident.pk()) != null).forEach(this::sawAck);
    }

    /** Forgets what was known of incidents that are not open any more. */
    void forgetClosed() {
        ledger.acks().retain(pk -> mirror.get(pk) != null);
        fresh.removeIf(pk -> mirror.get(pk) == null);
    }

    private void noteOpen(MirrorEntry entry) {
        AlertId id = entry.id();
        if (id != null) {
            ClosedIncident last = ledger.ended(id);
            if (last != null && last.pk() == entry.incident().pk()) {
                ledger.reopened().note(last.pk(), last.by() != ClosedIncident.By.PERSON);
            }
            ledger.noteOpen(id);
        }
    }

    /** Returns the incidents that another glue service made and that ended lately; only the adapter knows them. */
    Collection<Incident> othersEnded() {
        return othersEnded.values();
    }

    /** Returns all incidents that an adapter may know. */
    public List<Incident> all() {
        List<Incident> all = new ArrayList<>(othersEnded.values());
        mirror.entries().forEach(entry -> all.add(entry.incident()));
        return all;
    }

    /**
     * Takes which alerts incidents stand for; returns how many open ones were recognised.
     *
     * @param asked whether the adapter was asked about all of them
     */
    public int adopt(Map<Long, AlertId> adopted, boolean asked) {
        int open = mirror.adopt(adopted);
        if (!asked) {
            return open;
        }
        othersEnded.forEach((pk, incident) -> {
            AlertId id = adopted.get(pk);
            if (id != null && mirror.find(id) == null) {
                ledger.noteListedEnd(id, incident);
            }
        });
        othersEnded.clear();
        return open;
    }

    /** Notes that an incident is closed, we do not know by whom. */
    public void noteGone(MirrorEntry gone, Instant at) {
        AlertId id = gone.id();
        if (id != null) {
            Incident incident = gone.incident();
            ledger.noteEnded(
                    id, new ClosedIncident(incident.pk(), incident.sourceIncidentId(), at, ClosedIncident.By.UNKNOWN));
        }
    }

    /**
     * Returns the incidents to look at. One with an action under way has to wait, be it the create that it was made by:
     * nobody could tell whether the action or the look was first.
     */
    public Set<Long> toLookAt() {
        Set<Long> pks = new HashSet<>(ledger.doubtful());
        pks.removeIf(pk -> {
            MirrorEntry entry = mirror.get(pk);
            AlertId id = entry == null ? null : entry.id();
            return ledger.isBusy(pk) || (id != null && ledger.isBusy(id));
        });
        return pks;
    }

    /** A look at doubtful incidents begins; there is one at a time. */
    public void beginLook() {
        changedSinceLook = new HashSet<>();
    }

    /**
     * Takes what a look at doubtful incidents showed: those named and what became of them. Where an action of ours came
     * to an end meanwhile, nobody knows which of both was first: they are looked at once more.
     *
     * @return those that were found out about
     */
    public Set<Long> looked(Set<Long> asked, List<IncidentLookup.Seen> seen) {
        Set<Long> settled = new HashSet<>(asked);
        if (changedSinceLook != null) {
            settled.removeAll(changedSinceLook);
            changedSinceLook = null;
        }
        Set<Long> missing = new HashSet<>(settled);
        for (IncidentLookup.Seen one : seen) {
            if (missing.remove(one.incident().pk())) {
                saw(one);
            }
        }
        for (long pk : missing) {
            mirror.remove(pk);
            ledger.forgetIncident(pk);
            touch(pk);
        }
        settled.forEach(ledger::settleDoubt);
        return settled;
    }

    /** Tells whether an incident is another one than we know by its number. */
    private boolean isOtherThanKnown(Incident incident) {
        MirrorEntry entry = mirror.get(incident.pk());
        AlertId ended = entry == null ? ledger.endedAlert(incident.pk()) : null;
        ClosedIncident record = ended == null ? null : ledger.ended(ended);
        String known = entry == null
                ? record == null ? null : record.sourceIncidentId()
                : entry.incident().sourceIncidentId();
        return known != null && !known.equals(incident.sourceIncidentId());
    }

    private void saw(IncidentLookup.Seen one) {
        long pk = one.incident().pk();
        if (isOtherThanKnown(one.incident())) {
            isAnother(pk);
            return;
        }
        MirrorEntry entry = mirror.get(pk);
        if (suspects.remove(pk)) {
            if (one.closed() != null && entry != null) {
                ledger.peers().noteEndedByOther(pk, clock.instant());
            } else if (one.closed() == null
                    && entry == null
                    && !ledger.lost().mayHaveMade(one.incident().sourceIncidentId(), clock.instant())) {
                ledger.peers().noteOpenedByOther(pk, clock.instant());
                newStrangers = true;
            }
        }
        if (one.closed() == null) {
            sawOpen(one.incident());
        } else if (entry != null) {
            mirror.remove(pk);
            AlertId id = entry.id();
            if (id != null) {
                ledger.noteEnded(id, one.closed());
            }
        } else {
            closedAgain(one.incident(), one.closed());
        }
        touch(pk);
    }

    private void sawOpen(Incident incident) {
        long pk = incident.pk();
        mirror.put(incident, null);
        AlertId ended = ledger.endedAlert(pk);
        MirrorEntry seen = mirror.get(pk);
        if (ended != null && seen != null && seen.id() == null) {
            // Reopened: if another glue service made it, only we know what it stands for.
            mirror.adopt(Map.of(pk, ended));
        }
        MirrorEntry open = mirror.get(pk);
        if (open != null) {
            noteOpen(open);
        }
        sawAck(incident);
    }

    /**
     * Something that we knew to be closed was open for a while, or somebody was faster than our end of it. Its log
     * tells whether it is a person who closed it last.
     */
    private void closedAgain(Incident incident, ClosedIncident record) {
        long pk = incident.pk();
        AlertId id = ledger.endedAlert(pk);
        ClosedIncident known = id == null ? null : ledger.ended(id);
        if (id != null && known != null && known.isOtherEndOf(pk, record.endedAt())) {
            ClosedIncident.By by = ClosedIncident.By.UNKNOWN;
            ledger.noteEnded(id, new ClosedIncident(pk, record.sourceIncidentId(), record.endedAt(), by));
        } else if (id == null) {
            // Another process has opened and ended it before we looked: as if a listing had shown it.
            IncidentIds.alertOf(incident)
                    .filter(alert -> mirror.find(alert) == null)
                    .ifPresent(alert -> ledger.noteListedEnd(alert, incident));
        }
    }

    /** Returns how many of the open incidents have each level, most severe first. */
    public List<Integer> openByLevel() {
        return mirror.openByLevel();
    }
}
