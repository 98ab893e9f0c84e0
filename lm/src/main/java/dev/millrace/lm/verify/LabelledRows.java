package dev.millrace.lm.verify;

import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.text.TokenBatch;
import java.util.Arrays;

/** Rows of token ids with unshifted labels, as the reference stores them, made into batches of one document a row. */
final class LabelledRows {
    private final int tokens;
    private final int rows;
    private final long[] ids;
    private final long[] labels;

    /** The last dimension is a row; those before it are flattened. */
    LabelledRows(Safetensors file) {
        long[] shape = file.info("input_ids").shape();
        tokens = (int) shape[shape.length - 1];
        ids = file.readLongs("input_ids");
        labels = file.readLongs("labels");
        rows = ids.length / tokens;
    }

    int rows() {
        return rows;
    }

    int[] ids(int row) {
        return Arrays.stream(ids, row * tokens, (row + 1) * tokens)
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** Rows {@code from} to {@code to}; the label of a position is the target of the one before it. */
    TokenBatch batch(int from, int to) {
        int[] flat = new int[(to - from) * tokens];
        int[] targets = new int[flat.length];
        int[] starts = new int[to - from];
        for (int row = from; row < to; row++) {
            int at = (row - from) * tokens;
            starts[row - from] = at;
            System.arraycopy(ids(row), 0, flat, at, tokens);
            for (int t = 0; t + 1 < tokens; t++) {
                targets[at + t] = (int) labels[row * tokens + t + 1];
            }
            targets[at + tokens - 1] = TokenBatch.IGNORED;
        }
        return new TokenBatch(flat, targets, starts);
    }

    TokenBatch all() {
        return batch(0, rows);
    }
}
