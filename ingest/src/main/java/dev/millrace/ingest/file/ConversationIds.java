package dev.millrace.ingest.file;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Gives the conversations of one file their ids: the file's own, or the hash of what is said, with a number from the
 * second time on that a file says the same. So every row is a conversation, and the same file gives the same ids.
 */
final class ConversationIds {
    private final LongTable occurrences = new LongTable();
    private final LongTable seen = new LongTable();

    /** The next conversation's id; empty where an earlier one has taken it. */
    Optional<String> next(ImportedConversation conversation) {
        return conversation.id() == null ? Optional.of(hashed(conversation)) : own(conversation.id());
    }

    private Optional<String> own(String id) {
        ConversationDigest digest =
                new ConversationDigest(ConversationDigest.sha256(id.getBytes(StandardCharsets.UTF_8)));
        if (seen.get(digest.prefix()) != 0) {
            return Optional.empty();
        }
        seen.put(digest.prefix(), 1);
        return Optional.of(id);
    }

    private String hashed(ImportedConversation conversation) {
        ConversationDigest digest = ConversationDigest.of(conversation);
        long occurrence = occurrences.get(digest.prefix()) + 1;
        occurrences.put(digest.prefix(), occurrence);
        return occurrence == 1 ? digest.hex() : digest.hex() + "-" + occurrence;
    }
}
