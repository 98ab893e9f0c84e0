package dev.millrace.ingest.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file opened for reading, unpacked as its first bytes say: gzip, Zstandard or plain. The caller closes it. */
final class InputFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int[] GZIP = {0x1F, 0x8B};
    private static final int[] ZSTD = {0x28, 0xB5, 0x2F, 0xFD};

    private final Counted counted;
    private final InputStream unpacked;

    private InputFile(Counted counted, InputStream unpacked) {
        this.counted = counted;
        this.unpacked = unpacked;
    }

    static InputFile open(Path file) throws IOException {
        Counted counted = new Counted(Files.newInputStream(file));
        try {
            BufferedInputStream in = new BufferedInputStream(counted, BUFFER);
            return new InputFile(counted, unpack(in));
        } catch (IOException e) {
            counted.close();
            throw e;
        }
    }

    private static InputStream unpack(BufferedInputStream in) throws IOException {
        if (startsWith(in, GZIP)) {
            return new GZIPInputStream(in, BUFFER);
        }
        return startsWith(in, ZSTD) ? new ZstdInputStream(in) : in;
    }

    private static boolean startsWith(BufferedInputStream in, int[] magic) throws IOException {
        in.mark(magic.length);
        boolean same = true;
        for (int expected : magic) {
            same &= in.read() == expected;
        }
        in.reset();
        return same;
    }

    /** The content, unpacked. */
    InputStream content() {
        return unpacked;
    }

    /** How many bytes of the file itself were read. */
    long bytesRead() {
        return counted.bytes;
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }
}
