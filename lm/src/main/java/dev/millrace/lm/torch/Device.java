package dev.millrace.lm.torch;

/** Where tensors lie and operators run. */
public enum Device {
    CPU("cpu"),
    CUDA("cuda");

    private final String code;

    Device(String code) {
        this.code = code;
    }

    /** libtorch's own name of the device. */
    String code() {
        return code;
    }
}
