package io.github.argusglue.core.registry;

import java.util.BitSet;

/** A set of entries of one mirror, valid until the mirror changes. Takes one bit per entry. */
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

    /** Adds all entries of another set. */
    void addAll(EntrySet others) {
        slots.or(others.slots);
    }

    void remove(int slot) {
        slots.clear(slot);
    }

    /** Returns whether the set contains an entry. */
    public boolean contains(MirrorEntry entry) {
        return slots.get(entry.slot());
    }
}
