package dev.millrace.lm.text;

/**
 * One encoded conversation: ids, and for each position the token to be predicted there or {@link TokenBatch#IGNORED}.
 */
@SuppressWarnings("ArrayRecordComponent") // copied into batches as they are
public record Document(int[] ids, int[] targets) {
    public int size() {
        return ids.length;
    }

    public int scored() {
        int scored = 0;
        for (int target : targets) {
            scored += target == TokenBatch.IGNORED ? 0 : 1;
        }
        return scored;
    }

    public TokenBatch asBatch() {
        return new TokenBatch(ids, targets, new int[] {0});
    }
}
