package io.github.argusglue.plugin.nagios.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the blocks of each object are in a file, by the hash of the object's name: 40 bytes for a block, and no name in
 * memory. Immutable once it is filled.
 */
final class BlockIndex {
    private static final int NONE = -1;

    private long[] hashes;
    private long[] positions;
    private int[] lengths;
    private byte[] tags;
    private int[] nexts;
    private int[] buckets;
    private int size;

    BlockIndex(int expected) {
        int capacity = Math.max(64, expected);
        hashes = new long[capacity];
        positions = new long[capacity];
        lengths = new int[capacity];
        tags = new byte[capacity];
        nexts = new int[capacity];
        buckets = emptyBuckets(capacity);
    }

    /**
     * Adds a block.
     *
     * @param tag kind and state, as the caller likes; at most 127
     */
    void add(long hash, int tag, long position, int length) {
        if (size == hashes.length) {
            grow();
        }
        hashes[size] = hash;
        positions[size] = position;
        lengths[size] = length;
        tags[size] = (byte) tag;
        link(size++);
    }

    /** Returns the last block of the object that was added, whatever the file's encoding; -1 if there is none. */
    int first(String name) {
        int entry = first(Text.hash(name, StandardCharsets.UTF_8));
        return entry >= 0 ? entry : first(Text.hash(name, StandardCharsets.ISO_8859_1));
    }

    private int first(long hash) {
        return skip(buckets[(int) hash & (buckets.length - 1)], hash);
    }

    /** Returns the block of the same object that was added before this one; -1 if there is none. */
    int next(int entry) {
        return skip(nexts[entry], hashes[entry]);
    }

    int size() {
        return size;
    }

    long position(int entry) {
        return positions[entry];
    }

    int length(int entry) {
        return lengths[entry];
    }

    int tag(int entry) {
        return tags[entry];
    }

    private int skip(int start, long hash) {
        int entry = start;
        while (entry != NONE && hashes[entry] != hash) {
            entry = nexts[entry];
        }
        return entry;
    }

    private void link(int entry) {
        int bucket = (int) hashes[entry] & (buckets.length - 1);
        nexts[entry] = buckets[bucket];
        buckets[bucket] = entry;
    }

    private void grow() {
        int capacity = 2 * size;
        hashes = Arrays.copyOf(hashes, capacity);
        positions = Arrays.copyOf(positions, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        tags = Arrays.copyOf(tags, capacity);
        nexts = Arrays.copyOf(nexts, capacity);
        buckets = emptyBuckets(capacity);
        for (int i = 0; i < size; i++) {
            link(i);
        }
    }

    private static int[] emptyBuckets(int capacity) {
        int[] empty = new int[Integer.highestOneBit(capacity) * 2];
        Arrays.fill(empty, NONE);
        return empty;
    }
}
