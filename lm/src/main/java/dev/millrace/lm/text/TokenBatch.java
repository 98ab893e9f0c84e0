package dev.millrace.lm.text;

/**
 * Documents one after the other without padding; each sees itself alone.
 *
 * @param ids token ids of all documents, flat
 * @param targets the token to be predicted at each position, or {@link #IGNORED}; shifted already
 * @param starts ascending first positions of the documents, {@code starts[0] = 0}
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the engine as they are, millions of times
public record TokenBatch(int[] ids, int[] targets, int[] starts) {
    /** Marks a position whose prediction is not scored. */
    public static final int IGNORED = -100;

    public TokenBatch {
        if (ids.length == 0 || targets.length != ids.length || starts.length == 0 || starts[0] != 0) {
            throw new IllegalArgumentException("A batch needs ids, as many targets, and starts from 0; found "
                    + ids.length + " ids, " + targets.length + " targets, " + starts.length + " starts");
        }
        for (int document = 1; document < starts.length; document++) {
            if (starts[document] <= starts[document - 1] || starts[document] >= ids.length) {
                throw new IllegalArgumentException("Start " + document + " is " + starts[document]
                        + ", expected more than " + starts[document - 1] + " and less than " + ids.length);
            }
        }
    }

    /** One document in which every next token is scored. */
    public static TokenBatch document(int[] ids) {
        int[] targets = new int[ids.length];
        System.arraycopy(ids, 1, targets, 0, ids.length - 1);
        targets[ids.length - 1] = IGNORED;
        return new TokenBatch(ids, targets, new int[] {0});
    }

    /** All tokens of all documents. */
    public int size() {
        return ids.length;
    }

    public int documents() {
        return starts.length;
    }

    /** Tokens of one document. */
    public int length(int document) {
        int end = document + 1 < starts.length ? starts[document + 1] : ids.length;
        return end - starts[document];
    }

    public int longest() {
        int longest = 0;
        for (int document = 0; document < starts.length; document++) {
            longest = Math.max(longest, length(document));
        }
        return longest;
    }

    /** Positions whose prediction counts. */
    public int scored() {
        int scored = 0;
        for (int target : targets) {
            scored += target == IGNORED ? 0 : 1;
        }
        return scored;
    }
}
