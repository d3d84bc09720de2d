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
 * Our picture of a source's open incidents in Argus. Filled by a listing, kept up to date by confirmed changes of our
 * own and by what the feed points at. Owned by one thread.
 */
public final class Mirror {
    private static final int LEVELS = 5;

    private static final float LOAD = 0.65f;

    private final EntrySlots slots = new EntrySlots();

    /** Entries that an open alert has stood behind since we know them to be open. */
    private final EntrySet shown = new EntrySet();

    private final Object identity = new Object();

    /** A map of numbers: half a million more incidents than a map of objects in the same memory. */
    private final Long2ObjectHashMap<MirrorEntry> byPk = new Long2ObjectHashMap<>(16, LOAD, false);

    private final Map<String, MirrorEntry> byKey = new HashMap<>();
    private final Map<String, MirrorEntry> byUniqueId = new HashMap<>();
    private final Map<Long, MirrorEntry> surplus = new HashMap<>();
    private final Map<Long, MirrorEntry> unrecognised = new HashMap<>();
    private int beside;
    private int acked;
    private final int[] byLevel = new int[LEVELS];

    /** Returns how many open incidents the source has. */
    public int size() {
        return byPk.size();
    }

    /**
     * Returns how many open incidents the last listing had beside these: those of the token keeper, which are no
     * business of a source, and those whose end lies ahead.
     */
    public int beside() {
        return beside;
    }

    /** Returns how many of the open incidents are acknowledged; counted as they come and go. */
    public int acked() {
        return acked;
    }

    /** Returns all open incidents, unmodifiable. */
    public Collection<MirrorEntry> entries() {
        return Collections.unmodifiableCollection(byPk.values());
    }

    /** Returns how many open incidents have each level, most severe first; counted as they come and go. */
    public List<Integer> openByLevel() {
        return Arrays.stream(byLevel).boxed().toList();
    }

    /** Returns the open incident with this number; null if there is none. */
    public @Nullable MirrorEntry get(long pk) {
        return byPk.get(pk);
    }

    /** Returns the open incident that stands for an alert; null if there is none. */
    public @Nullable MirrorEntry find(AlertId id) {
        return index(id).get(id.key());
    }

    @Nullable
    public MirrorEntry find(AlertKey slot) {
        return (slot.unique() ? byUniqueId : byKey).get(slot.key());
    }

    public boolean holds(AlertKey slot) {
        return find(slot) != null;
    }

    /** Returns what tells this mirror from others without holding it. */
    public Object identity() {
        return identity;
    }

    /** Returns a number that is greater than the slots of all entries. */
    public int slots() {
        return slots.end();
    }

    /** Returns the version of what stands at a slot. */
    public int version(int slot) {
        return slots.version(slot);
    }

    /** Tells whether at a slot stands what stood there at a version. */
    public boolean isUnchanged(int slot, int version) {
        return slots.version(slot) == version;
    }

    /** Takes which entries open alerts stand behind. */
    public void noteShown(EntrySet entries) {
        shown.addAll(entries);
    }

    /** Tells whether an open alert has stood behind an entry since we know it to be open. */
    public boolean isShown(MirrorEntry entry) {
        return shown.contains(entry);
    }

    /** Returns the incidents that stand for an alert which an older one stands for already. */
    public Collection<MirrorEntry> surplus() {
        return surplus.values();
    }

    /** Tells whether an older incident stands for the same alert. */
    public boolean isSurplus(MirrorEntry entry) {
        return !surplus.isEmpty() && surplus.containsKey(entry.incident().pk());
    }

    /** Returns the incidents that nobody recognises. */
    public Collection<MirrorEntry> unrecognised() {
        return Collections.unmodifiableCollection(unrecognised.values());
    }

    public int recognised() {
        return byPk.size() - unrecognised.size() - surplus.size();
    }

    /**
     * Takes a whole listing; what it does not name is no longer open.
     *
     * @param touched incidents that changed since the listing began: what we know of them is newer
     * @return what was open until now and is gone
     */
    public List<MirrorEntry> replace(Collection<Incident> open, Set<Long> touched) {
        List<Incident> listed = new ArrayList<>(open.size());
        beside = 0;
        for (Incident incident : open) {
            // An end that lies ahead is an end: somebody has said when it is over.
            if (Instant.MAX.equals(incident.endTime()) && !ReservedKeys.isTokenIncident(incident.sourceIncidentId())) {
                listed.add(incident);
            } else {
                beside++;
            }
        }
        // Sorted numbers take a tenth of the memory of a map, and all of this is held beside the old picture.
        long[] pks = listed.stream().mapToLong(Incident::pk).sorted().toArray();
        List<MirrorEntry> gone = new ArrayList<>();
        for (MirrorEntry entry : List.copyOf(byPk.values())) {
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
     * Takes one open incident as it is now in Argus.
     *
     * @param changedAt when we changed it; null if this is only what we saw
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
                ? new MirrorEntry(incident, IncidentIds.alertOf(incident).orElse(null), false, changedAt, slots.take())
                : old.withIncident(incident, changedAt);
        if (old != null) {
            unindex(old);
        }
        index(entry);
    }

    /** Numbers are used again after a restore: what has another id is another incident. */
    private static boolean isSame(Incident one, Incident other) {
        return one.sourceIncidentId().equals(other.sourceIncidentId());
    }

    /** Lets an incident be compared with its alert again, though it looks the same. */
    public void unsettle(long pk) {
        MirrorEntry entry = byPk.get(pk);
        if (entry != null) {
            unindex(entry);
            index(entry.withIncident(entry.incident(), null));
        }
    }

    /** Removes an incident that is no longer open; returns it, null if it was not here. */
    public @Nullable MirrorEntry remove(long pk) {
        MirrorEntry entry = byPk.get(pk);
        if (entry == null) {
            return null;
        }
        unindex(entry);
        slots.release(entry.slot());
        shown.remove(entry.slot());
        AlertId id = entry.id();
        if (id != null) {
            promoteSurplus(id);
        }
        return entry;
    }

    /** Takes which alerts incidents stand for, whatever they were taken for before; returns how many that changes. */
    public int adopt(Map<Long, AlertId> ids) {
        int adopted = 0;
        for (Map.Entry<Long, AlertId> each : ids.entrySet()) {
            MirrorEntry entry = byPk.get(each.getKey());
            if (entry != null && !each.getValue().equals(entry.id())) {
                unindex(entry);
                shown.remove(entry.slot());
                index(entry.adoptedAs(each.getValue()));
                adopted++;
            }
        }
        return adopted;
    }

    private void index(MirrorEntry entry) {
        slots.changed(entry.slot());
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
            surplus.put(entry.incident().pk(), entry);
        } else {
            index(id).put(id.key(), entry);
            surplus.put(other.incident().pk(), other);
            // It no longer stands for the alert, so the alert must be compared with the one that does.
            slots.changed(other.slot());
        }
    }

    private void unindex(MirrorEntry entry) {
        long pk = entry.incident().pk();
        byPk.remove(pk);
        byLevel[level(entry)]--;
        acked -= entry.incident().acked() ? 1 : 0;
        unrecognised.remove(pk);
        surplus.remove(pk);
        AlertId id = entry.id();
        if (id != null) {
            index(id).remove(id.key(), entry);
        }
    }

    private void promoteSurplus(AlertId id) {
        if (surplus.isEmpty() || find(id) != null) {
            return;
        }
        surplus.values().stream()
                .filter(entry -> id.isUnique() == idOf(entry).isUnique()
                        && id.key().equals(idOf(entry).key()))
                .min((a, b) -> Long.compare(a.incident().pk(), b.incident().pk()))
                .ifPresent(oldest -> {
                    surplus.remove(oldest.incident().pk());
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
            throw new IllegalStateException("incident " + entry.incident().pk() + " stands for no alert");
        }
        return id;
    }
}
