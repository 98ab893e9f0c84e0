package dev.millrace.lm.gguf;

import dev.millrace.lm.format.FormatException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Walks through the header of a GGUF file. No count is believed before the bytes it needs are known to be there, and all
 * lists together are bounded, so that a small file cannot ask for much memory. Every failure names file and field.
 */
final class GgufCursor {
    /** Elements of all lists together; the largest vocabularies of today need a fifth of it. */
    private static final int MAX_ELEMENTS = 1 << 22;

    private final Path file;
    private final ByteBuffer bytes;
    private int elements;

    /** @param bytes little-endian */
    GgufCursor(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    int position() {
        return bytes.position();
    }

    long u32(String field) {
        return within(field, () -> Integer.toUnsignedLong(bytes.getInt()));
    }

    /** A count or size: not negative when read as signed, and at most so large. */
    long count(String field, long most) {
        long value = within(field, bytes::getLong);
        if (value < 0 || value > most) {
            throw wrong(field, Long.toUnsignedString(value), "0 to " + most);
        }
        return value;
    }

    String text(String field, long most) {
        long length = count("the length of " + field, most);
        if (length > bytes.remaining()) {
            throw wrong(
                    "the length of " + field, length, "at most " + bytes.remaining() + ", what is left of the header");
        }
        byte[] text = new byte[(int) length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    GgufValue value(String field) {
        GgufValue.Type type = type("the type of " + field);
        return type == GgufValue.Type.ARRAY ? array(field) : new GgufValue.Scalar(type, scalar(field, type));
    }

    private GgufValue array(String field) {
        GgufValue.Type type = type("the element type of " + field);
        if (type == GgufValue.Type.ARRAY) {
            throw wrong(field, "a list of lists", "a list of numbers, flags or texts");
        }
        long most = Math.min(MAX_ELEMENTS - elements, bytes.remaining() / type.leastBytes());
        int size = (int) count("the number of elements of " + field, most);
        elements += size;
        List<Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(scalar(field, type));
        }
        return new GgufValue.Array(type, values);
    }

    private GgufValue.Type type(String field) {
        long code = u32(field);
        Optional<GgufValue.Type> type = GgufValue.Type.ofCode(code);
        return type.orElseThrow(() -> wrong(field, code, "0 to 12"));
    }

    private Object scalar(String field, GgufValue.Type type) {
        return within(field, () -> switch (type) {
            case U8 -> (long) (bytes.get() & 0xff);
            case I8 -> (long) bytes.get();
            case U16 -> (long) (bytes.getShort() & 0xffff);
            case I16 -> (long) bytes.getShort();
            case U32 -> Integer.toUnsignedLong(bytes.getInt());
            case I32 -> (long) bytes.getInt();
            case U64, I64 -> bytes.getLong();
            case F32 -> (double) bytes.getFloat();
            case F64 -> bytes.getDouble();
            case BOOL -> bytes.get() != 0;
            case STRING -> text(field, Integer.MAX_VALUE);
            case ARRAY -> throw new IllegalStateException("lists are read elsewhere");
        });
    }

    private <T> T within(String field, Supplier<T> read) {
        try {
            return read.get();
        } catch (BufferUnderflowException e) {
            throw new FormatException(
                    file + " ends after " + bytes.limit() + " bytes of its header, before " + field + " is complete",
                    e);
        }
    }

    FormatException wrong(String field, Object found, String expected) {
        return new FormatException(file + ": " + field + " is " + found + ", expected " + expected);
    }
}
