package dev.millrace.ingest.file;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as a file tells it: a row of a CSV file or a line of JSON.
 *
 * @param id the file's own id, null where it has none
 * @param subject the customer, null where the file names none
 * @param messages in their order, at least one
 * @param rating null where nobody rated, which is not a low rating
 */
record ImportedConversation(
        @Nullable String id,
        @Nullable String subject,
        List<ImportedMessage> messages,
        @Nullable Integer rating,
        List<String> tags) {

    boolean isAnswered() {
        return messages.stream().anyMatch(ImportedMessage::isPublicAnswer);
    }

    /**
     * When it began: the first time that the file tells, less a millisecond for each message before it; empty where it
     * tells none.
     */
    Optional<Instant> start() {
        for (int i = 0; i < messages.size(); i++) {
            Instant at = messages.get(i).at();
            if (at != null) {
                return Optional.of(at.minusMillis(i));
            }
        }
        return Optional.empty();
    }
}
