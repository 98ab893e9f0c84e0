package dev.millrace.lm.kernel;

/**
 * How query, key and value heads lie side by side in one row: {@code heads} queries, then {@code kvHeads} keys, then as many
 * values, each {@code headDim} wide.
 *
 * @param window how many positions back a token sees, itself included; 0 for all
 */
public record HeadLayout(int heads, int kvHeads, int headDim, int window) {

    /** Query heads that share one key-value head. */
    public int group() {
        return heads / kvHeads;
    }

    /** Heads that turn with the position: queries and keys. */
    public int turning() {
        return heads + kvHeads;
    }

    /** Width of the queries, and of the attention's output. */
    public int queryWidth() {
        return heads * headDim;
    }

    /** Width of the keys, and of the values. */
    public int keyWidth() {
        return kvHeads * headDim;
    }

    /** Width of a row of queries, keys and values. */
    public int width() {
        return queryWidth() + 2 * keyWidth();
    }
}
