package dev.millrace.curation.similarity;

import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.MinHashSignatures;
import dev.millrace.schemas.event.Role;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What of an example is compared with others: all that was said, what the customer said, and what the agent said. The system prompt,
 * which is the same everywhere, is left out. Immutable.
 */
public record ComparedText(ShingleSet conversation, ShingleSet questions, ShingleSet replies) {

    public static ComparedText of(List<Message> messages) {
        WordHashes all = new WordHashes();
        WordHashes questions = new WordHashes();
        WordHashes replies = new WordHashes();
        for (Message message : messages) {
            if (message.getRole() != Role.SYSTEM) {
                int before = all.size();
                all.add(message.getContent());
                (message.getRole() == Role.ASSISTANT ? replies : questions).addAll(all, before, all.size());
            }
        }
        return new ComparedText(ShingleSet.of(all), ShingleSet.of(questions), ShingleSet.of(replies));
    }

    /** As the example carries them. */
    public MinHashSignatures signatures() {
        return new MinHashSignatures(
                MinHash.VERSION, bytes(MinHash.signature(conversation)), bytes(MinHash.signature(replies)));
    }

    private static ByteBuffer bytes(int[] signature) {
        ByteBuffer bytes = ByteBuffer.allocate(signature.length * Integer.BYTES);
        bytes.asIntBuffer().put(signature);
        return bytes;
    }
}
