package dev.millrace.lm.torch;

/** The element types the engine computes with. The code is libtorch's own number of the type. */
public enum DType {
    U8(0),
    I64(4),
    F32(6),
    BF16(15);

    private final int code;

    DType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
