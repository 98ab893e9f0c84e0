package dev.millrace.lm.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One open safetensors file: header length, JSON header, then the data, of which each tensor is read or mapped by itself. */
final class SafetensorsFile implements Closeable {
    static final long MAX_HEADER = 100_000_000;

    private static final int PIECE_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final long dataStart;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path path, FileChannel channel, long dataStart, SafetensorsHeader header) {
        this.path = path;
        this.channel = channel;
        this.dataStart = dataStart;
        this.header = header;
    }

    static SafetensorsFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new FormatException(path + " is missing, expected a safetensors file");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            int length = headerLength(path, channel);
            byte[] json = new byte[length];
            readFully(path, channel, ByteBuffer.wrap(json), Long.BYTES);
            long start = (long) Long.BYTES + length;
            return new SafetensorsFile(
                    path, channel, start, SafetensorsHeader.parse(path, json, channel.size() - start));
        } catch (IOException e) {
            close(channel);
            throw new UncheckedIOException("Cannot read " + path, e);
        } catch (RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    Set<String> names() {
        return header.tensors().keySet();
    }

    Map<String, String> metadata() {
        return header.metadata();
    }

    TensorInfo info(String name) {
        return header.tensors().get(name).info();
    }

    /** Fills the buffer, from its position on, with a piece of the tensor's bytes that begins at {@code from}. */
    void read(String name, long from, ByteBuffer into) {
        try {
            readFully(
                    path, channel, into, dataStart + header.tensors().get(name).begin() + from);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name + " of " + path, e);
        }
    }

    /** Hands over the tensor's bytes piece by piece, little-endian, none of which splits an element. */
    void forEachPiece(String name, Consumer<ByteBuffer> use) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long bytes = info(name).bytes();
        for (long from = 0; from < bytes; from += PIECE_BYTES) {
            piece.clear().limit((int) Math.min(PIECE_BYTES, bytes - from));
            read(name, from, piece);
            use.accept(piece.flip());
        }
    }

    ByteBuffer map(String name) {
        SafetensorsHeader.Entry entry = header.tensors().get(name);
        if (entry.info().bytes() > Integer.MAX_VALUE) {
            throw new FormatException(path + ": " + entry.info() + " has "
                    + entry.info().bytes() + " bytes, expected less than 2 GiB in one tensor");
        }
        try {
            return channel.map(
                            MapMode.READ_ONLY,
                            dataStart + entry.begin(),
                            entry.info().bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot map " + name + " of " + path, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int headerLength(Path path, FileChannel channel) throws IOException {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(path, channel, word, 0);
        long length = word.getLong(0);
        long available = channel.size() - Long.BYTES;
        if (length < 2 || length > MAX_HEADER || length > available) {
            throw new FormatException(path + ": header length is " + Long.toUnsignedString(length) + ", expected 2 to "
                    + Math.min(MAX_HEADER, available) + "; the file is damaged or no safetensors file");
        }
        return (int) length;
    }

    private static void readFully(Path path, FileChannel channel, ByteBuffer into, long position) throws IOException {
        long first = position - into.position();
        while (into.hasRemaining()) {
            int read = channel.read(into, first + into.position());
            if (read < 0) {
                throw new FormatException(path + " ends after " + channel.size() + " bytes, expected at least "
                        + (first + into.limit()) + "; the file is damaged or still being written");
            }
        }
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
