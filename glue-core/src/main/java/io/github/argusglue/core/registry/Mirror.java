package io.github.argusglue.core.registry;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.shape.AlertKey;
import io.github.argusglue.core.shape.IncidentIds;
import io.github.argusglue.core.shape.ReservedKeys;
import io.github.argusglue.spi.AlertId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open incidents of a source in Argus, as far as known. Filled by a listing, then updated by confirmed own changes
 * and by lookups of what the feed names. Owned by one thread.
 */
public final class Mirror {
    private static final int LEVELS = 5;

    private static final float LOAD = 0.65f;

    private final EntrySlots slots = new EntrySlots();

    /** Entries for which an open alert was seen since they are known to be open. */
    private final EntrySet withOpenAlert = new EntrySet();

    private final Object identity = new Object();

    /** A map with primitive keys: holds half a million more incidents than a map of objects in the same memory. */
    private final Long2ObjectHashMap<MirrorEntry> byPk = new Long2ObjectHashMap<>(16, LOAD, false);

    private final Map<String, MirrorEntry> byKey = new HashMap<>();
    private final Map<String, MirrorEntry> byUniqueId = new HashMap<>();
    private final Map<Long, MirrorEntry> duplicates = new HashMap<>();
    private final Map<Long, MirrorEntry> unrecognised = new HashMap<>();
    private int notMirrored;
    private int acked;
    private final int[] byLevel = new int[LEVELS];

    /** Returns the number of open incidents of the source. */
    public int size() {
        return byPk.size();
    }

    /**
     * Returns the number of open incidents of the last listing that are not in the mirror: those about tokens, which do
     * not belong to a source, and those whose end is in the future.
     */
    int notMirrored() {
        return notMirrored;
    }

    /** Returns the number of acknowledged open incidents. */
    int acked() {
        return acked;
    }

    /** Returns all open incidents, unmodifiable. */
    public Collection<MirrorEntry> entries() {
        return slots.entries();
    }

    /** Returns the number of open incidents of each level, most severe first. */
    public List<Integer> openByLevel() {
        return Arrays.stream(byLevel).boxed().toList();
    }

    /** Returns the open incident with this number; null if there is none. */
    public @Nullable MirrorEntry get(long pk) {
        return byPk.get(pk);
    }

    /** Returns the open incident of an alert; null if there is none. */
    public @Nullable MirrorEntry find(AlertId id) {
        return index(id).get(id.key());
    }

    @Nullable
    public MirrorEntry find(AlertKey slot) {
        return (slot.unique() ? byUniqueId : byKey).get(slot.key());
    }

    public boolean contains(AlertKey slot) {
        return find(slot) != null;
    }

    /** Returns an object that identifies this mirror without referencing it. */
    public Object identity() {
        return identity;
    }

    /** Returns a number above the slots of all entries. */
    public int slots() {
        return slots.limit();
    }

    /** Returns the version of the entry at a slot. */
    public int version(int slot) {
        return slots.version(slot);
    }

    /** Returns whether the entry at a slot still has a version. */
    public boolean isUnchanged(int slot, int version) {
        return slots.version(slot) == version;
    }

    /** Records the entries that have an open alert. */
    public void recordOpenAlerts(EntrySet entries) {
        withOpenAlert.addAll(entries);
    }

    /** Returns whether an open alert was seen for an entry since the entry is known to be open. */
    public boolean hadOpenAlert(MirrorEntry entry) {
        return withOpenAlert.contains(entry);
    }

    /** Returns the incidents of alerts that have an older open incident. */
    public Collection<MirrorEntry> duplicates() {
        return duplicates.values();
    }

    /** Returns whether its alert has an older open incident. */
    public boolean isDuplicate(MirrorEntry entry) {
        return !duplicates.isEmpty() && duplicates.containsKey(entry.incident().pk());
    }

    /** Returns the unrecognized incidents. */
    public Collection<MirrorEntry> unrecognised() {
        return Collections.unmodifiableCollection(unrecognised.values());
    }

    public int recognised() {
        return byPk.size() - unrecognised.size() - duplicates.size();
    }

    /**
     * Records a complete listing; what it does not contain is no longer open.
     *
     * @param touched incidents that changed since the listing began: what is known about them is newer
     * @return what was open before and is not any more
     */
    public List<MirrorEntry> replace(Collection<Incident> open, Set<Long> touched) {
        List<Incident> listed = new ArrayList<>(open.size());
        notMirrored = 0;
        for (Incident incident : open) {
            // An end in the future is an end: somebody has set when the incident ends.
            if (Instant.MAX.equals(incident.endTime()) && !ReservedKeys.isTokenIncident(incident.sourceIncidentId())) {
                listed.add(incident);
            } else {
                notMirrored++;
            }
        }
        // A sorted array takes a tenth of the memory of a map, and the old content is in memory at the same time.
        long[] pks = listed.stream().mapToLong(Incident::pk).sorted().toArray();
        List<MirrorEntry> gone = new ArrayList<>();
        for (MirrorEntry entry : List.copyOf(slots.entries())) {
            long pk = entry.incident().pk();
            if (!touched.contains(pk) && Arrays.binarySearch(pks, pk) < 0) {
                remove(pk);
                gone.add(entry);
            }
        }
        for (Incident incident : listed) {
            if (touched.contains(incident.pk())) {
                continue;
            }
            MirrorEntry old = byPk.get(incident.pk());
            if (old != null && !isSame(old.incident(), incident)) {
                remove(incident.pk());
                gone.add(old);
            }
            put(incident, null);
        }
        return gone;
    }

    /**
     * Records the current state of one open incident.
     *
     * @param changedAt when we changed it; null if it was only read
     */
    public void put(Incident incident, @Nullable Instant changedAt) {
        MirrorEntry old = byPk.get(incident.pk());
        if (ReservedKeys.isTokenIncident(incident.sourceIncidentId())) {
            return;
        } else if (old != null && changedAt == null && old.incident().equals(incident)) {
            return;
        }
        if (old != null && !isSame(old.incident(), incident)) {
            remove(incident.pk());
            old = null;
        }
        MirrorEntry entry = old == null
                ? new MirrorEntry(
                        incident, IncidentIds.alertOf(incident).orElse(null), false, changedAt, slots.allocate())
                : old.withIncident(incident, changedAt);
        if (old != null) {
            unindex(old);
        }
        index(entry);
    }

    /**
     * Returns whether two incidents with the same number are the same: Argus reuses numbers after a restore from a
     * backup.
     */
    private static boolean isSame(Incident one, Incident other) {
        return one.sourceIncidentId().equals(other.sourceIncidentId());
    }

    /** Marks an incident to be compared with its alert again although it has not changed. */
    public void markForCompare(long pk) {
        MirrorEntry entry = byPk.get(pk);
        if (entry != null) {
            unindex(entry);
            index(entry.withIncident(entry.incident(), null));
        }
    }

    /** Removes an incident that is no longer open; returns it, null if it is not known. */
    public @Nullable MirrorEntry remove(long pk) {
        MirrorEntry entry = byPk.get(pk);
        if (entry == null) {
            return null;
        }
        unindex(entry);
        slots.release(entry.slot());
        withOpenAlert.remove(entry.slot());
        AlertId id = entry.id();
        if (id != null) {
            promoteDuplicate(id);
        }
        return entry;
    }

    /** Records the alerts of incidents and replaces earlier ones; returns how many have changed. */
    public int adopt(Map<Long, AlertId> ids) {
        int adopted = 0;
        for (Map.Entry<Long, AlertId> each : ids.entrySet()) {
            MirrorEntry entry = byPk.get(each.getKey());
            if (entry != null && !each.getValue().equals(entry.id())) {
                unindex(entry);
                withOpenAlert.remove(entry.slot());
                index(entry.adoptedAs(each.getValue()));
                adopted++;
            }
        }
        return adopted;
    }

    private void index(MirrorEntry entry) {
        slots.put(entry);
        byPk.put(entry.incident().pk(), entry);
        byLevel[level(entry)]++;
        acked += entry.incident().acked() ? 1 : 0;
        AlertId id = entry.id();
        if (id == null) {
            unrecognised.put(entry.incident().pk(), entry);
            return;
        }
        MirrorEntry other = index(id).get(id.key());
        if (other == null) {
            index(id).put(id.key(), entry);
        } else if (other.incident().pk() <= entry.incident().pk()) {
            duplicates.put(entry.incident().pk(), entry);
        } else {
            index(id).put(id.key(), entry);
            duplicates.put(other.incident().pk(), other);
            // It is no longer the incident of the alert, so the alert has to be compared with the other one.
            slots.changed(other.slot());
        }
    }

    private void unindex(MirrorEntry entry) {
        long pk = entry.incident().pk();
        byPk.remove(pk);
        byLevel[level(entry)]--;
        acked -= entry.incident().acked() ? 1 : 0;
        unrecognised.remove(pk);
        duplicates.remove(pk);
        AlertId id = entry.id();
        if (id != null) {
            index(id).remove(id.key(), entry);
        }
    }

    private void promoteDuplicate(AlertId id) {
        if (duplicates.isEmpty() || find(id) != null) {
            return;
        }
        duplicates.values().stream()
                .filter(entry -> id.isUnique() == idOf(entry).isUnique()
                        && id.key().equals(idOf(entry).key()))
                .min((a, b) -> Long.compare(a.incident().pk(), b.incident().pk()))
                .ifPresent(oldest -> {
                    duplicates.remove(oldest.incident().pk());
                    index(id).put(id.key(), oldest);
                    slots.changed(oldest.slot());
                });
    }

    private static int level(MirrorEntry entry) {
        return Math.min(LEVELS, Math.max(1, entry.incident().level())) - 1;
    }

    private Map<String, MirrorEntry> index(AlertId id) {
        return id.isUnique() ? byUniqueId : byKey;
    }

    private static AlertId idOf(MirrorEntry entry) {
        AlertId id = entry.id();
        if (id == null) {
            throw new IllegalStateException("incident " + entry.incident().pk() + " has no alert");
        }
        return id;
    }
}
