package dev.millrace.lm.kernel;

import java.util.stream.Stream;

/** Instruction sets that the native kernels are compiled for, the better ones last. Codes are those of {@code exports.c}. */
public enum Instructions {
    /** What every processor of the architecture has. */
    PLAIN(0),
    /** x86-64 with AVX2 and FMA. */
    AVX2(1),
    /** x86-64 with AVX-512 and its bf16 products. */
    AVX512(2);

    private final int code;

    Instructions(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Instructions of(int code) {
        return Stream.of(values()).filter(set -> set.code == code).findFirst().orElseThrow();
    }
}
