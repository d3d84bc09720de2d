package io.github.argusglue.core.registry;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Numbers the entries of a mirror with small numbers, so that a plan can keep data about each in an array. A number is
 * reused when its entry is removed; the version shows whether it still means the same entry.
 */
final class EntrySlots {
    private final BitSet taken = new BitSet();
    private int[] versions = new int[16];

    /** All numbers below it are in use. */
    private int free;

    /** Allocates the smallest free number. */
    int allocate() {
        int slot = taken.nextClearBit(free);
        free = slot + 1;
        if (slot == versions.length) {
            versions = Arrays.copyOf(versions, slot + slot / 2);
        }
        taken.set(slot);
        return slot;
    }

    void release(int slot) {
        taken.clear(slot);
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
}
