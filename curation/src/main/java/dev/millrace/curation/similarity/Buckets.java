package dev.millrace.curation.similarity;

import java.util.Arrays;

/**
 * Numbers filed under hashes: a hash table of chains in two plain arrays, some 20 bytes a number. A bucket takes so many numbers;
 * what comes later is not filed in it, so that no look-up takes longer than that. For one thread.
 *
 * <p>A large table is not in the processor's caches. So an entry lies in one place, and a look-up of several hashes first asks for
 * all their chains, which memory answers at the same time.
 */
final class Buckets {
    private static final int NONE = -1;
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int SCATTER = 0x9E3779B9;
    /** An entry: its hash, its number, and where the next one of its chain begins. */
    private static final int ENTRY = 3;

    private static final int NUMBER = 1;
    private static final int NEXT = 2;

    private final int bucketSize;
    private int[] entries = new int[ENTRY * FIRST_CAPACITY];
    /** Where each chain begins; at least twice as many as there may be entries, a power of two. */
    private int[] heads = new int[2 * FIRST_CAPACITY];

    private int end;
    /** Of the chains that are being looked at. */
    private int[] begins = new int[0];

    /** @param bucketSize most numbers under one hash */
    Buckets(int bucketSize) {
        this.bucketSize = bucketSize;
        Arrays.fill(heads, NONE);
    }

    void add(int hash, int number) {
        if (isFull(hash)) {
            return;
        }
        if (end == entries.length) {
            grow();
        }
        entries[end] = hash;
        entries[end + NUMBER] = number;
        link(end);
        end += ENTRY;
    }

    private boolean isFull(int hash) {
        int found = 0;
        for (int at = heads[head(hash)]; at != NONE && found < bucketSize; at = entries[at + NEXT]) {
            found += entries[at] == hash ? 1 : 0;
        }
        return found >= bucketSize;
    }

    /** Adds to a list what is filed under some hashes. */
    void collect(int[] hashes, IntList found) {
        if (begins.length < hashes.length) {
            begins = new int[hashes.length];
        }
        for (int i = 0; i < hashes.length; i++) {
            begins[i] = heads[head(hashes[i])];
        }
        for (int i = 0; i < hashes.length; i++) {
            for (int at = begins[i]; at != NONE; at = entries[at + NEXT]) {
                if (entries[at] == hashes[i]) {
                    found.add(entries[at + NUMBER]);
                }
            }
        }
    }

    private void grow() {
        entries = Arrays.copyOf(entries, 2 * end);
        heads = new int[2 * heads.length];
        Arrays.fill(heads, NONE);
        for (int at = 0; at < end; at += ENTRY) {
            link(at);
        }
    }

    private void link(int entry) {
        int head = head(entries[entry]);
        entries[entry + NEXT] = heads[head];
        heads[head] = entry;
    }

    private int head(int hash) {
        return (hash * SCATTER) >>> (Integer.numberOfLeadingZeros(heads.length) + 1);
    }
}
