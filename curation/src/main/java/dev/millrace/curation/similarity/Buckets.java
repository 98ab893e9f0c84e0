package dev.millrace.curation.similarity;

import java.util.Arrays;

/**
 * Numbers filed under hashes: a hash table of chains in plain arrays, some 20 bytes a number. A bucket takes so many numbers; what
 * comes later is not filed in it, so that no look-up takes longer than that. For one thread.
 */
final class Buckets {
    private static final int NONE = -1;
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int SCATTER = 0x9E3779B9;

    private final int bucketSize;
    private int[] hashes = new int[FIRST_CAPACITY];
    private int[] numbers = new int[FIRST_CAPACITY];
    private int[] next = new int[FIRST_CAPACITY];
    /** The first of each chain; twice as many as there may be numbers. */
    private int[] heads = new int[0];

    private int size;

    /** @param bucketSize most numbers under one hash */
    Buckets(int bucketSize) {
        this.bucketSize = bucketSize;
        rehash();
    }

    void add(int hash, int number) {
        if (isFull(hash)) {
            return;
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
            next = Arrays.copyOf(next, 2 * size);
            rehash();
        }
        hashes[size] = hash;
        numbers[size] = number;
        link(size++);
    }

    private boolean isFull(int hash) {
        int found = 0;
        for (int i = heads[head(hash)]; i != NONE && found < bucketSize; i = next[i]) {
            found += hashes[i] == hash ? 1 : 0;
        }
        return found >= bucketSize;
    }

    /** Adds to a list what is filed under a hash. */
    void collect(int hash, IntList found) {
        for (int i = heads[head(hash)]; i != NONE; i = next[i]) {
            if (hashes[i] == hash) {
                found.add(numbers[i]);
            }
        }
    }

    private void rehash() {
        heads = new int[2 * hashes.length];
        Arrays.fill(heads, NONE);
        for (int i = 0; i < size; i++) {
            link(i);
        }
    }

    private void link(int entry) {
        int head = head(hashes[entry]);
        next[entry] = heads[head];
        heads[head] = entry;
    }

    private int head(int hash) {
        return (hash * SCATTER) >>> (Integer.numberOfLeadingZeros(heads.length) + 1);
    }
}
