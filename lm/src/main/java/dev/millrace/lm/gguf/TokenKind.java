package dev.millrace.lm.gguf;

/** What a token is to llama.cpp ({@code llama_token_type}). */
enum TokenKind {
    NORMAL(1),
    UNKNOWN(2),
    /** Never made from text as users write it, and not shown. */
    CONTROL(3),
    /** Found in text before all others. */
    USER_DEFINED(4),
    UNUSED(5),
    BYTE(6);

    private final int code;

    TokenKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
