package dev.millrace.lm.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Named tensors in one safetensors file, or in a folder as {@code model.safetensors} or as shards listed by
 * {@code model.safetensors.index.json}. All headers are checked on opening; data is read when it is
 * asked for, so that a file takes no memory of its own. Thread-safe. The caller closes; what was mapped stays readable.
 */
public final class Safetensors implements AutoCloseable {
    private final Path origin;
    private final List<SafetensorsFile> files;
    private final Map<String, SafetensorsFile> holders = new LinkedHashMap<>();

    private Safetensors(Path origin, List<SafetensorsFile> files) {
        this.origin = origin;
        this.files = files;
        for (SafetensorsFile file : files) {
            for (String name : file.names()) {
                SafetensorsFile other = holders.putIfAbsent(name, file);
                if (other != null) {
                    throw new FormatException(name + " is in both " + other.path() + " and " + file.path());
                }
            }
        }
    }

    /** Opens a file, or the weights of a model folder. */
    public static Safetensors open(Path fileOrFolder) {
        List<Path> paths = Files.isDirectory(fileOrFolder) ? Shards.of(fileOrFolder) : List.of(fileOrFolder);
        List<SafetensorsFile> files = new ArrayList<>();
        try {
            for (Path path : paths) {
                files.add(SafetensorsFile.open(path));
            }
            Safetensors opened = new Safetensors(fileOrFolder, files);
            Shards.check(fileOrFolder, opened);
            return opened;
        } catch (RuntimeException e) {
            closeAll(files);
            throw e;
        }
    }

    /** Writes a file that is whole or absent, the tensors in the order given. */
    public static void write(Path file, Map<String, TensorData> tensors, Map<String, String> metadata) {
        SafetensorsWriter.write(file, tensors, metadata);
    }

    /** The file or folder that was opened. */
    public Path origin() {
        return origin;
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(holders.keySet());
    }

    /** The free-form strings of the header ({@code __metadata__}) of the first file. */
    public Map<String, String> metadata() {
        return files.get(0).metadata();
    }

    public TensorInfo info(String name) {
        return holder(name).info(name);
    }

    /** The tensor's bytes where they lie in the file: read-only, little-endian. */
    public ByteBuffer map(String name) {
        return holder(name).map(name);
    }

    /** Copies the tensor's bytes, little-endian, into a buffer with room for just these. */
    public void read(String name, ByteBuffer into) {
        TensorInfo info = info(name);
        if (into.remaining() != info.bytes()) {
            throw new IllegalArgumentException(
                    info + " has " + info.bytes() + " bytes, but there is room for " + into.remaining());
        }
        holder(name).read(name, 0, into);
    }

    /** The tensor as f32, from F32, F16 or BF16. */
    public HostTensor read(String name) {
        return new HostTensor(narrow(info(name)), floats(holder(name), name));
    }

    /** The tensor's whole numbers, from I64, I32 or U8. */
    public long[] readLongs(String name) {
        TensorInfo info = info(name);
        ByteBuffer data = map(name);
        long[] values = new long[Math.toIntExact(info.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (info.type()) {
                case I64 -> data.getLong();
                case I32 -> data.getInt();
                case U8 -> data.get() & 0xff;
                case F32, F16, BF16 ->
                    throw new FormatException(holder(name).path() + ": " + info + ", expected whole numbers");
            };
        }
        return values;
    }

    @Override
    public void close() {
        closeAll(files);
    }

    private SafetensorsFile holder(String name) {
        SafetensorsFile file = holders.get(name);
        if (file == null) {
            throw new FormatException(origin + " has no tensor " + name + "; it holds " + holders.size() + " others");
        }
        return file;
    }

    private static float[] floats(SafetensorsFile file, String name) {
        TensorInfo info = file.info(name);
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(info.elements()));
        file.forEachPiece(name, decoder(file, info, values));
        return values.array();
    }

    private static Consumer<ByteBuffer> decoder(SafetensorsFile file, TensorInfo info, FloatBuffer values) {
        return switch (info.type()) {
            case F32 -> piece -> values.put(piece.asFloatBuffer());
            case BF16 ->
                piece -> {
                    while (piece.hasRemaining()) {
                        values.put(Halves.fromBfloat16(piece.getShort()));
                    }
                };
            case F16 ->
                piece -> {
                    while (piece.hasRemaining()) {
                        values.put(Halves.fromFloat16(piece.getShort()));
                    }
                };
            case I64, I32, U8 -> throw new FormatException(file.path() + ": " + info + ", expected F32, F16 or BF16");
        };
    }

    private static int[] narrow(TensorInfo info) {
        int[] shape = new int[info.shape().length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Math.toIntExact(info.shape()[i]);
        }
        return shape;
    }

    private static void closeAll(List<? extends Closeable> files) {
        for (Closeable file : files) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
