package dev.millrace.runtime.config;

import org.jspecify.annotations.Nullable;

/**
 * An amount of memory as {@link ByteSize} is written, or {@code auto}: what the machine can spare.
 *
 * @param size null for auto
 */
public record MemoryLimit(@Nullable ByteSize size) {

    private static final String AUTOMATIC = "auto";

    public static final MemoryLimit AUTO = new MemoryLimit(null);

    public static MemoryLimit parse(String text) {
        return text.strip().equalsIgnoreCase(AUTOMATIC) ? AUTO : new MemoryLimit(ByteSize.parse(text));
    }

    @Override
    public String toString() {
        return size == null ? AUTOMATIC : size.toString();
    }
}
