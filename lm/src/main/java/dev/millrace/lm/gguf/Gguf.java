package dev.millrace.lm.gguf;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An open GGUF file (version 2 or 3, little-endian): metadata and named tensors. The header is checked on opening, every
 * count and offset included; data is mapped, not copied. Thread-safe. The caller closes; slices handed out stay readable.
 *
 * <p>Source: {@code docs/gguf.md} of the ggml project.
 */
public final class Gguf implements AutoCloseable {
    /** No model's header is near it: a vocabulary of 256,000 with merges takes about 15 MB. */
    private static final int MAX_HEADER = 100_000_000;

    private final Path file;
    private final FileChannel channel;
    private final GgufHeader header;

    private Gguf(Path file, FileChannel channel, GgufHeader header) {
        this.file = file;
        this.channel = channel;
        this.header = header;
    }

    /** @throws FormatException naming file and field, where the file is not as the format has it */
    public static Gguf open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new FormatException(file + " is missing, expected a GGUF file");
        }
        try {
            return open(file, FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private static Gguf open(Path file, FileChannel channel) throws IOException {
        try {
            ByteBuffer start = channel.map(MapMode.READ_ONLY, 0, Math.min(channel.size(), MAX_HEADER))
                    .order(ByteOrder.LITTLE_ENDIAN);
            return new Gguf(file, channel, GgufHeader.parse(file, start, channel.size()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Writes a file that is whole or absent, metadata and tensors in the order given. */
    public static void write(Path file, Map<String, GgufValue> metadata, List<GgufTensor> tensors) {
        GgufWriter.write(file, metadata, tensors);
    }

    public int version() {
        return header.version();
    }

    public Map<String, GgufValue> metadata() {
        return header.metadata();
    }

    /** The text of a key; empty where the key is absent or holds something else. */
    public Optional<String> text(String key) {
        return header.metadata().get(key) instanceof GgufValue.Scalar scalar && scalar.value() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    public Set<String> names() {
        return header.tensors().keySet();
    }

    public GgufTensorInfo info(String name) {
        GgufTensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new FormatException(file + " has no tensor " + name + "; it holds "
                    + header.tensors().size() + " others");
        }
        return info;
    }

    /** Read-only, little-endian, of exactly the tensor's bytes. */
    public ByteBuffer data(String name) {
        GgufTensorInfo info = info(name);
        if (info.bytes() > Integer.MAX_VALUE) {
            throw new FormatException(
                    file + ": " + info + " has " + info.bytes() + " bytes, expected less than 2 GiB in one tensor");
        }
        try {
            return channel.map(MapMode.READ_ONLY, header.dataStart() + info.offset(), info.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot map " + name + " of " + file, e);
        }
    }

    /** The tensor as f32, from F32, F16, BF16, Q8_0 or Q4_0. */
    public HostTensor read(String name) {
        GgufTensorInfo info = info(name);
        int[] shape = new int[info.shape().length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(info.shape()[i]);
        }
        try {
            return new HostTensor(shape, GgmlBlocks.decode(info.type(), data(name), Math.toIntExact(info.elements())));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FormatException(file + ": " + info + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
