package io.github.argusglue.core.registry;

import java.util.BitSet;

/** A set of entries of one mirror, good until the mirror changes. Takes a bit for each. */
public final class EntrySet {
    private final BitSet slots = new BitSet();

    /** Adds an entry. */
    public void add(MirrorEntry entry) {
        slots.set(entry.slot());
    }

    /** Adds the entry at a slot. */
    public void add(int slot) {
        slots.set(slot);
    }

    /** Adds all of another set. */
    void addAll(EntrySet others) {
        slots.or(others.slots);
    }

    void remove(int slot) {
        slots.clear(slot);
    }

    /** Tells whether an entry is in it. */
    public boolean contains(MirrorEntry entry) {
        return slots.get(entry.slot());
    }
}
