package dev.millrace.ingest.file;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of what a file says in one conversation, its own id left out.
 *
 * @param bytes 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // made and read here alone
record ConversationDigest(byte[] bytes) {

    static ConversationDigest of(ImportedConversation conversation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, conversation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ConversationDigest(sha256(bytes.toByteArray()));
    }

    private static void write(DataOutputStream out, ImportedConversation conversation) throws IOException {
        write(out, conversation.subject());
        write(out, conversation.rating() == null ? null : conversation.rating().toString());
        out.writeInt(conversation.tags().size());
        for (String tag : conversation.tags()) {
            write(out, tag);
        }
        for (ImportedMessage message : conversation.messages()) {
            Instant at = message.at();
            write(out, message.author().name());
            write(out, message.text());
            write(out, at == null ? null : at.toString());
            out.writeBoolean(message.internal());
        }
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text == null ? -1 : bytes.length);
        out.write(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The first 64 bits, never 0. */
    long prefix() {
        long prefix = ByteBuffer.wrap(bytes).getLong();
        return prefix == 0 ? 1 : prefix;
    }
}
