package dev.millrace.lm.fuzz;

import java.util.Arrays;
import java.util.Random;

/** Damage that knows nothing of a format: what disks, networks and interrupted writes do to a file. */
final class ByteMutations {
    private static final int LONGEST_MOVE = 40;

    private final Random random;

    ByteMutations(Random random) {
        this.random = random;
    }

    /**
     * @param within bytes from the start that are changed; the rest is damaged by truncation only
     */
    byte[] of(byte[] original, int within) {
        byte[] bytes = original.clone();
        int limit = Math.min(within, original.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[random.nextInt(limit)] = (byte) random.nextInt(256);
            case 1 -> flipBits(bytes, limit);
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(limit));
            case 3 -> move(original, bytes, limit);
            case 4 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(LONGEST_MOVE));
            case 5 -> Arrays.fill(bytes, random.nextInt(limit), limit, (byte) 0);
            default -> overwriteAWord(bytes, limit);
        }
        return bytes;
    }

    private void flipBits(byte[] bytes, int limit) {
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            bytes[random.nextInt(limit)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private void move(byte[] original, byte[] bytes, int limit) {
        int from = random.nextInt(limit);
        int to = random.nextInt(limit);
        int length = Math.min(random.nextInt(LONGEST_MOVE), limit - Math.max(from, to));
        System.arraycopy(original, from, bytes, to, length);
    }

    /** Counts and offsets are words: negative, enormous, or off by a little. */
    private void overwriteAWord(byte[] bytes, int limit) {
        long[] words = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 1L << 32, 0, random.nextInt(1 << 20)};
        long word = words[random.nextInt(words.length)];
        int at = random.nextInt(limit);
        for (int i = 0; i < Long.BYTES && at + i < limit; i++) {
            bytes[at + i] = (byte) (word >>> (8 * i));
        }
    }
}
