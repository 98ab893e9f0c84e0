package dev.millrace.lm.format;

/** How one element of a stored tensor is written, under the names of the safetensors format. */
public enum ElementType {
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    U8(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }
}
