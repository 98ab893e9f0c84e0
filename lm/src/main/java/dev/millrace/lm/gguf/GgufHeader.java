package dev.millrace.lm.gguf;

import dev.millrace.lm.format.FormatException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parsed and checked header: tensors in the order of the file, none past its end, none over another. */
record GgufHeader(int version, Map<String, GgufValue> metadata, Map<String, GgufTensorInfo> tensors, long dataStart) {
    private static final int MAX_ENTRIES = 1 << 16;
    private static final int MAX_NAME = 1 << 10;
    private static final int MAX_DIMENSIONS = 4;
    private static final int MAX_ALIGNMENT = 1 << 16;
    private static final String ALIGNMENT = "general.alignment";

    /** @param bytes of the file from its beginning, little-endian, at least the whole header unless it is too long */
    static GgufHeader parse(Path file, ByteBuffer bytes, long fileSize) {
        GgufCursor cursor = new GgufCursor(file, bytes);
        long magic = cursor.u32("the magic number");
        if (magic != GgufWriter.MAGIC) {
            throw cursor.wrong("the magic number", "0x" + Long.toHexString(magic), "\"GGUF\"; it is no GGUF file");
        }
        long version = cursor.u32("the version");
        if (version != 2 && version != 3) {
            throw cursor.wrong("the version", version, "2 or 3, little-endian");
        }
        int tensorCount = (int) cursor.count("the number of tensors", MAX_ENTRIES);
        int keyCount = (int) cursor.count("the number of metadata keys", MAX_ENTRIES);
        Map<String, GgufValue> metadata = metadata(cursor, keyCount);
        List<GgufTensorInfo> tensors = new ArrayList<>();
        long alignment = alignment(cursor, metadata);
        for (int i = 0; i < tensorCount; i++) {
            tensors.add(tensor(cursor, i, alignment));
        }
        long start = (cursor.position() + alignment - 1) / alignment * alignment;
        refuseOutside(file, tensors, fileSize - start);
        return new GgufHeader((int) version, Collections.unmodifiableMap(metadata), byName(file, tensors), start);
    }

    private static Map<String, GgufValue> metadata(GgufCursor cursor, int count) {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = cursor.text("metadata key " + i, MAX_NAME);
            if (metadata.put(key, cursor.value(key)) != null) {
                throw cursor.wrong("metadata key " + i, "'" + key + "' a second time", "every key once");
            }
        }
        return metadata;
    }

    private static long alignment(GgufCursor cursor, Map<String, GgufValue> metadata) {
        GgufValue value = metadata.get(ALIGNMENT);
        if (value == null) {
            return GgufWriter.ALIGNMENT;
        }
        boolean whole = value instanceof GgufValue.Scalar scalar && scalar.value() instanceof Long;
        long alignment = whole ? (Long) ((GgufValue.Scalar) value).value() : 0;
        if (alignment < 1 || alignment > MAX_ALIGNMENT || Long.bitCount(alignment) != 1) {
            throw cursor.wrong(ALIGNMENT, value, "a power of two up to " + MAX_ALIGNMENT);
        }
        return alignment;
    }

    private static GgufTensorInfo tensor(GgufCursor cursor, int index, long alignment) {
        String name = cursor.text("the name of tensor " + index, MAX_NAME);
        String of = "tensor " + name + ": ";
        long dimensions = cursor.u32(of + "the number of dimensions");
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw cursor.wrong(of + "the number of dimensions", dimensions, "1 to " + MAX_DIMENSIONS);
        }
        long[] shape = new long[(int) dimensions];
        for (int i = shape.length - 1; i >= 0; i--) {
            shape[i] = cursor.count(of + "a dimension", Integer.MAX_VALUE);
        }
        long code = cursor.u32(of + "the type");
        GgmlType type =
                GgmlType.ofCode(code).orElseThrow(() -> cursor.wrong(of + "the type", code, "a known type of ggml"));
        long bytes = bytes(cursor, of, type, shape);
        long offset = cursor.count(of + "the offset", Long.MAX_VALUE - bytes);
        if (offset % alignment != 0) {
            throw cursor.wrong(of + "the offset", offset, "a multiple of " + alignment);
        }
        return new GgufTensorInfo(name, type, shape, offset, bytes);
    }

    private static long bytes(GgufCursor cursor, String of, GgmlType type, long[] shape) {
        long row = shape[shape.length - 1];
        if (row % type.blockElements() != 0) {
            throw cursor.wrong(of + "a row of " + type, row + " elements", "a multiple of " + type.blockElements());
        }
        try {
            long elements = 1;
            for (long size : shape) {
                elements = Math.multiplyExact(elements, size);
            }
            return type.bytes(elements);
        } catch (ArithmeticException e) {
            throw new FormatException(
                    cursor.wrong(of + "the number of elements", "over 2^63", "one that fits in 63 bits")
                            .getMessage(),
                    e);
        }
    }

    private static void refuseOutside(Path file, List<GgufTensorInfo> tensors, long dataBytes) {
        List<GgufTensorInfo> inOrder = new ArrayList<>(tensors);
        inOrder.sort(Comparator.comparingLong(GgufTensorInfo::offset).thenComparingLong(GgufTensorInfo::end));
        long end = 0;
        for (GgufTensorInfo tensor : inOrder) {
            if (tensor.end() > dataBytes) {
                throw new FormatException(file + ": " + tensor + " ends at " + tensor.end() + ", expected at most "
                        + Math.max(0, dataBytes) + ", the size of the data; the file is cut off or damaged");
            }
            if (tensor.offset() < end) {
                throw new FormatException(file + ": " + tensor + " begins at " + tensor.offset()
                        + ", inside another tensor, which ends at " + end);
            }
            end = tensor.end();
        }
    }

    private static Map<String, GgufTensorInfo> byName(Path file, List<GgufTensorInfo> tensors) {
        Map<String, GgufTensorInfo> byName = new LinkedHashMap<>();
        for (GgufTensorInfo tensor : tensors) {
            if (byName.put(tensor.name(), tensor) != null) {
                throw new FormatException(file + ": tensor " + tensor.name() + " is there twice, expected once");
            }
        }
        return Collections.unmodifiableMap(byName);
    }
}
