package dev.millrace.lm.torch;

/** The element types the engine computes with. The code is libtorch's own number of the type. */
public enum DType {
    U8(0, 1),
    I64(4, 8),
    F16(5, 2),
    F32(6, 4),
    BF16(15, 2);

    private final int code;
    private final int bytes;

    DType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    int code() {
        return code;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }
}
