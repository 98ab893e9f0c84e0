package dev.millrace.ingest.file;

import dev.millrace.schemas.event.Author;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation in a file.
 *
 * @param label how the file calls it, for reports: {@code answer}, {@code messages[2]}
 * @param at when it was written, null where the file does not say
 * @param internal whether it is a private note
 */
record ImportedMessage(
        String label, Author author, String text, @Nullable Instant at, boolean internal) {

    boolean isPublicAnswer() {
        return author == Author.AGENT && !internal;
    }
}
