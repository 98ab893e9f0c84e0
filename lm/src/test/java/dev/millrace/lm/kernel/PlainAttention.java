package dev.millrace.lm.kernel;

/** Attention as the paper writes it, one document, in double precision: what the kernels are held against. */
final class PlainAttention {

    private final HeadLayout layout;

    PlainAttention(HeadLayout layout) {
        this.layout = layout;
    }

    /** @param qkv {@code [tokens, width]} row-major; gives {@code [tokens, queryWidth]} */
    double[] forward(double[] qkv) {
        int tokens = qkv.length / layout.width();
        double[] out = new double[tokens * layout.queryWidth()];
        for (int row = 0; row < tokens; row++) {
            for (int head = 0; head < layout.heads(); head++) {
                head(qkv, row, head, out);
            }
        }
        return out;
    }

    private void head(double[] qkv, int row, int head, double[] out) {
        int first = layout.window() == 0 ? 0 : Math.max(0, row - layout.window() + 1);
        int kv = head / layout.group();
        double[] weights = new double[row + 1];
        double sum = 0;
        for (int key = first; key <= row; key++) {
            double score = 0;
            for (int d = 0; d < layout.headDim(); d++) {
                score += at(qkv, row, head, d) * at(qkv, key, layout.heads() + kv, d);
            }
            weights[key] = Math.exp(score / Math.sqrt(layout.headDim()));
            sum += weights[key];
        }
        for (int key = first; key <= row; key++) {
            for (int d = 0; d < layout.headDim(); d++) {
                out[row * layout.queryWidth() + head * layout.headDim() + d] +=
                        weights[key] / sum * at(qkv, key, layout.turning() + kv, d);
            }
        }
    }

    private double at(double[] qkv, int row, int head, int d) {
        return qkv[row * layout.width() + head * layout.headDim() + d];
    }
}
