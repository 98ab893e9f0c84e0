package dev.millrace.lm.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named tensors in one safetensors file, or in a folder as {@code model.safetensors} or as shards listed by
 * {@code model.safetensors.index.json}. All headers are checked on opening; data is mapped, not copied. Thread-safe. The
 * caller closes; slices handed out stay readable.
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

    /** Read-only, little-endian, of exactly the tensor's bytes. */
    public ByteBuffer data(String name) {
        return holder(name).data(name);
    }

    /** The tensor as f32, from F32, F16 or BF16. */
    public HostTensor read(String name) {
        TensorInfo info = info(name);
        return new HostTensor(narrow(info), floats(info, data(name)));
    }

    /** The tensor's whole numbers, from I64, I32 or U8. */
    public long[] readLongs(String name) {
        TensorInfo info = info(name);
        ByteBuffer data = data(name);
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

    private float[] floats(TensorInfo info, ByteBuffer data) {
        float[] values = new float[Math.toIntExact(info.elements())];
        switch (info.type()) {
            case F32 -> data.asFloatBuffer().get(values);
            case BF16 -> {
                ShortBuffer bits = data.asShortBuffer();
                for (int i = 0; i < values.length; i++) {
                    values[i] = Halves.fromBfloat16(bits.get());
                }
            }
            case F16 -> {
                ShortBuffer bits = data.asShortBuffer();
                for (int i = 0; i < values.length; i++) {
                    values[i] = Halves.fromFloat16(bits.get());
                }
            }
            case I64, I32, U8 ->
                throw new FormatException(holder(info.name()).path() + ": " + info + ", expected F32, F16 or BF16");
        }
        return values;
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
