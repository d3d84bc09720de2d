package io.github.argusglue.core.registry;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a mirror by small numbers, so that a plan can keep data about each in an array. A number is reused
 * when its entry is removed; the version shows whether it still means the same entry.
 */
final class EntrySlots {
    private final BitSet taken = new BitSet();
    private int[] versions = new int[16];
    private @Nullable MirrorEntry[] entries = new MirrorEntry[16];

    /** All numbers below it are in use. */
    private int free;

    /** Allocates the smallest free number. */
    int allocate() {
        int slot = taken.nextClearBit(free);
        free = slot + 1;
        if (slot == versions.length) {
            versions = Arrays.copyOf(versions, slot + slot / 2);
            entries = Arrays.copyOf(entries, versions.length);
        }
        taken.set(slot);
        return slot;
    }

    /** Stores an entry under its number, instead of the one that was there. */
    void put(MirrorEntry entry) {
        entries[entry.slot()] = entry;
        changed(entry.slot());
    }

    void release(int slot) {
        taken.clear(slot);
        entries[slot] = null;
        free = Math.min(free, slot);
        changed(slot);
    }

    /** Increases the version, because the entry with this number has changed. */
    void changed(int slot) {
        versions[slot]++;
    }

    int version(int slot) {
        return versions[slot];
    }

    /** Returns a number above all that are in use. */
    int limit() {
        return taken.length();
    }

    /**
     * Returns a view of all entries in the order of their numbers. They were mostly created in this order, so that
     * reading a million of them reads memory from front to back.
     */
    Collection<MirrorEntry> entries() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<MirrorEntry> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return taken.cardinality();
            }
        };
    }

    private final class Entries implements Iterator<MirrorEntry> {
        private int next = taken.nextSetBit(0);

        @Override
        public boolean hasNext() {
            return next >= 0;
        }

        @Override
        public MirrorEntry next() {
            if (next < 0) {
                throw new NoSuchElementException();
            }
            MirrorEntry entry = Objects.requireNonNull(entries[next]);
            next = taken.nextSetBit(next + 1);
            return entry;
        }
    }
}
