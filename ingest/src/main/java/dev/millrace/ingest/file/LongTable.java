package dev.millrace.ingest.file;

/** A hash table from longs other than 0 to longs, absent ones being 0: 16 bytes a slot, open addressing. */
final class LongTable {
    private long[] keys = new long[1 << 12];
    private long[] values = new long[1 << 12];
    private int size;

    long get(long key) {
        return values[slot(keys, key)];
    }

    void put(long key, long value) {
        int slot = slot(keys, key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        values[slot] = value;
        if (size > keys.length / 2) {
            grow();
        }
    }

    private void grow() {
        long[] largerKeys = new long[keys.length * 2];
        long[] largerValues = new long[keys.length * 2];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int slot = slot(largerKeys, keys[i]);
                largerKeys[slot] = keys[i];
                largerValues[slot] = values[i];
            }
        }
        keys = largerKeys;
        values = largerValues;
    }

    /** Where a key stands or would stand. Keys are parts of a cryptographic hash, so their low bits are spread. */
    private static int slot(long[] keys, long key) {
        int mask = keys.length - 1;
        int slot = (int) key & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
