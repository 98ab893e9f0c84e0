package dev.millrace.lm.train;

import dev.millrace.lm.format.FormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A stream that gives at most so many bytes: a few kilobytes of gzip can unpack to more than any memory holds. */
final class BoundedStream extends FilterInputStream {
    private final Path file;
    private final long most;
    private long read;

    BoundedStream(InputStream in, Path file, long most) {
        super(in);
        this.file = file;
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) {
        read += bytes;
        if (read > most) {
            throw new FormatException(
                    file + " unpacks to more than " + most + " bytes, expected at most a quarter of the"
                            + " heap, as its examples are held in memory: give Java more memory (-Xmx) or split the file");
        }
    }
}
