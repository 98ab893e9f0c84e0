package dev.millrace.lm.gguf;

import dev.millrace.lm.format.AtomicFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes GGUF version 3: magic, counts, metadata, the tensors' descriptions, then their data, each begun at a multiple of 32
 * bytes.
 */
final class GgufWriter {
    static final int ALIGNMENT = 32;
    static final int MAGIC = 0x46554747; // "GGUF"
    static final int VERSION = 3;

    private final ByteArrayOutputStream header = new ByteArrayOutputStream();

    private GgufWriter() {}

    static void write(Path file, Map<String, GgufValue> metadata, List<GgufTensor> tensors) {
        AtomicFiles.writeFile(file, channel -> {
            writePadded(channel, new GgufWriter().header(metadata, tensors));
            for (GgufTensor tensor : tensors) {
                writePadded(channel, bytes(tensor));
            }
        });
    }

    private static ByteBuffer bytes(GgufTensor tensor) {
        ByteBuffer bytes = tensor.data().get();
        if (bytes.remaining() != tensor.bytes()) {
            throw new IllegalArgumentException(tensor.name() + " gave " + bytes.remaining() + " bytes, expected "
                    + tensor.bytes() + " by its shape");
        }
        return bytes;
    }

    private ByteBuffer header(Map<String, GgufValue> metadata, List<GgufTensor> tensors) {
        u32(MAGIC);
        u32(VERSION);
        u64(tensors.size());
        u64(metadata.size());
        metadata.forEach((key, value) -> {
            text(key);
            u32(value.type().code());
            value(value);
        });
        long offset = 0;
        for (GgufTensor tensor : tensors) {
            describe(tensor, offset);
            offset = aligned(offset + tensor.bytes());
        }
        return ByteBuffer.wrap(header.toByteArray());
    }

    private void describe(GgufTensor tensor, long offset) {
        text(tensor.name());
        long[] shape = tensor.shape();
        u32(shape.length);
        for (int i = shape.length - 1; i >= 0; i--) {
            u64(shape[i]);
        }
        u32(tensor.type().code());
        u64(offset);
    }

    private void value(GgufValue value) {
        if (value instanceof GgufValue.Array array) {
            u32(array.elementType().code());
            u64(array.values().size());
            array.values().forEach(element -> scalar(array.elementType(), element));
        } else if (value instanceof GgufValue.Scalar scalar) {
            scalar(scalar.type(), scalar.value());
        }
    }

    private void scalar(GgufValue.Type type, Object value) {
        switch (type) {
            case U8, I8, BOOL -> header.write(value instanceof Boolean flag ? flag ? 1 : 0 : (int) (long) (Long) value);
            case U16, I16 -> little(2, (Long) value);
            case U32, I32 -> little(4, (Long) value);
            case U64, I64 -> u64((Long) value);
            case F32 -> u32(Float.floatToIntBits((float) (double) (Double) value));
            case F64 -> u64(Double.doubleToLongBits((Double) value));
            case STRING -> text((String) value);
            case ARRAY -> throw new IllegalArgumentException("a list within a list, expected scalars");
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        u64(bytes.length);
        header.writeBytes(bytes);
    }

    private void u32(int value) {
        little(4, value);
    }

    private void u64(long value) {
        little(8, value);
    }

    private void little(int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            header.write((int) (value >>> (8 * i)));
        }
    }

    static long aligned(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static void writePadded(FileChannel channel, ByteBuffer bytes) throws IOException {
        AtomicFiles.writeFully(channel, bytes);
        long end = channel.position();
        AtomicFiles.writeFully(
                channel, ByteBuffer.allocate((int) (aligned(end) - end)).order(ByteOrder.LITTLE_ENDIAN));
    }
}
