package io.github.argusglue.core.registry;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Small numbers for the entries of a mirror, so that a plan can keep what it knows of each in an array. A number is
 * used again when its entry is gone; its version tells whether it still stands for the same thing.
 */
final class EntrySlots {
    private final BitSet taken = new BitSet();
    private int[] versions = new int[16];

    /** All below it are taken. */
    private int free;

    /** Returns the smallest number that is free. */
    int take() {
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

    /** What stands at the number is another thing from now on. */
    void changed(int slot) {
        versions[slot]++;
    }

    int version(int slot) {
        return versions[slot];
    }

    /** Returns a number that is greater than all that are taken. */
    int end() {
        return taken.length();
    }
}
