package dev.millrace.ingest.file;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a file says, whatever the order of its lines and however it is compressed: the sum of its conversations' digests,
 * as eight numbers modulo 2^32.
 */
final class Fingerprint {
    private final int[] sums = new int[Integer.BYTES * 2];

    void add(ConversationDigest digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest.bytes());
        for (int i = 0; i < sums.length; i++) {
            sums[i] += bytes.getInt();
        }
    }

    String hex() {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * sums.length);
        for (int sum : sums) {
            bytes.putInt(sum);
        }
        return HexFormat.of().formatHex(ConversationDigest.sha256(bytes.array()));
    }
}
