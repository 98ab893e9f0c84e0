package dev.millrace.curation.similarity;

import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.MinHashSignatures;
import java.nio.ByteBuffer;

/** The bands of an example's {@link ComparedText}: of all that was said, and of what the agent said. */
@SuppressWarnings("ArrayRecordComponent") // read only, and there are as many as there are examples
public record TextBands(int[] conversation, int[] replies) {

    /** From the signatures of the example; worked out anew where it has none of this version. */
    public static TextBands of(Example example) {
        MinHashSignatures carried = example.getMinHash();
        MinHashSignatures signatures = carried != null && carried.getVersion() == MinHash.VERSION
                ? carried
                : ComparedText.of(example.getMessages()).signatures();
        return new TextBands(bands(signatures.getConversation()), bands(signatures.getReplies()));
    }

    private static int[] bands(ByteBuffer bytes) {
        int[] signature = new int[MinHash.SIZE];
        bytes.duplicate().asIntBuffer().get(signature);
        return Bands.of(signature);
    }
}
