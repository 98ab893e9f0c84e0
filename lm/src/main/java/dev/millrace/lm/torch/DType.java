package dev.millrace.lm.torch;

/** The element types the engine computes with. The code is libtorch's own number of the type. */
public enum DType {
    U8(0, Byte.BYTES),
    I64(4, Long.BYTES),
    F32(6, Float.BYTES),
    BF16(15, Short.BYTES);

    private final int code;
    private final int bytes;

    DType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    int code() {
        return code;
    }
}
