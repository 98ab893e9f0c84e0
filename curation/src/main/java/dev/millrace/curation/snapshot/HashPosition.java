package dev.millrace.curation.snapshot;

import dev.millrace.runtime.artifacts.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Places texts on a line from 0 to below 1 by a hash: each always in the same place, evenly, whatever other texts there are. So
 * whoever takes a share of them, from 0 on, takes the same ones again, and a larger share only adds to them.
 */
final class HashPosition {
    private static final double RANGE = 0x1p53;

    private HashPosition() {}

    /** @param salt for what the place is asked: other questions give other places */
    static double of(String salt, String text) {
        byte[] hash = Sha256.digest().digest((salt + "\n" + text).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(hash).getLong() >>> 11) / RANGE;
    }
}
