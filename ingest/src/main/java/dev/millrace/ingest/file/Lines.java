package dev.millrace.ingest.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into lines of UTF-8, ended by LF or CRLF. A line that is too long or not UTF-8 has no text but a
 * problem, and the next one is read as usual.
 */
final class Lines {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int limit;
    private long number;
    private long length;

    /** One line: its text, or why it has none. */
    record Line(
            long number, @Nullable String text, @Nullable String problem) {}

    Lines(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line without its end, null at the end of the stream. */
    @Nullable
    Line next() throws IOException {
        line.reset();
        length = 0;
        boolean ended = readToLineEnd();
        if (!ended && length == 0) {
            return null;
        }
        number++;
        if (length > maxBytes) {
            return new Line(number, null, "has " + length + " bytes; expected at most " + maxBytes);
        }
        return decoded();
    }

    /** Collects bytes up to the next LF, which is taken but not kept; false at the end of the stream. */
    private boolean readToLineEnd() throws IOException {
        while (position < limit || fill()) {
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            collect(start, position - start);
            if (position < limit) {
                position++;
                return true;
            }
        }
        return false;
    }

    private void collect(int start, int count) {
        length += count;
        if (length <= maxBytes) {
            line.write(buffer, start, count);
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private Line decoded() {
        byte[] bytes = line.toByteArray();
        int from = number == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        int to = bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
            return new Line(number, text, null);
        } catch (CharacterCodingException e) {
            return new Line(number, null, "is not UTF-8; save the file in that encoding");
        }
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
    }
}
