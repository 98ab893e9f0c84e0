package dev.millrace.ingest.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.ingest.event.JsonFields;
import dev.millrace.ingest.event.Problem;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.event.StrictJson;
import dev.millrace.schemas.event.Author;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads lines of JSON, each one conversation: {@code id, subject, messages[role, text, at, internal], rating, tags}. */
final class JsonlEntries implements Entries {
    private static final ObjectMapper JSON = StrictJson.mapper();
    private static final Map<String, Author> ROLES = Map.of(
            "customer", Author.CUSTOMER,
            "user", Author.CUSTOMER,
            "agent", Author.AGENT,
            "assistant", Author.AGENT,
            "bot", Author.BOT,
            "system", Author.SYSTEM);

    private final Lines lines;

    JsonlEntries(Lines lines) {
        this.lines = lines;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        Lines.Line line = lines.next();
        while (line != null && line.text() != null && line.text().isBlank()) {
            line = lines.next();
        }
        return line == null ? null : entry(line);
    }

    private static Entry entry(Lines.Line line) {
        String text = line.text();
        if (text == null) {
            return new Entry.Bad(line.number(), String.valueOf(line.problem()));
        }
        Problems problems = new Problems();
        Optional<ImportedConversation> conversation = parse(text, problems).map(node -> read(node, problems));
        return conversation.isPresent() && problems.isEmpty()
                ? new Entry.Read(line.number(), conversation.get())
                : new Entry.Bad(
                        line.number(),
                        problems.list().stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }

    private static Optional<JsonNode> parse(String text, Problems problems) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return Optional.of(node);
            }
            problems.add("", "is not a JSON object; expected one conversation");
        } catch (JsonProcessingException e) {
            problems.add("", "is not JSON: " + StrictJson.explain(e));
        }
        return Optional.empty();
    }

    private static ImportedConversation read(JsonNode node, Problems problems) {
        JsonFields fields = new JsonFields(node, "", problems);
        ImportedConversation conversation = new ImportedConversation(
                fields.text("id").orElse(null),
                fields.text("subject").orElse(null),
                messages(fields, problems),
                fields.number("rating").orElse(null),
                fields.texts("tags"));
        fields.refuseOthers();
        return conversation;
    }

    private static List<ImportedMessage> messages(JsonFields fields, Problems problems) {
        List<ImportedMessage> messages = new ArrayList<>();
        fields.requireObjects("messages")
                .forEach(message -> read(message, problems).ifPresent(messages::add));
        return messages;
    }

    private static Optional<ImportedMessage> read(JsonFields message, Problems problems) {
        Optional<Author> author = message.requireText("role").flatMap(role -> author(role, message, problems));
        Optional<String> text = message.requireText("text");
        ImportedMessage read = new ImportedMessage(
                message.path(),
                author.orElse(Author.UNKNOWN),
                text.orElse(""),
                message.time("at").orElse(null),
                message.bool("internal").orElse(false));
        message.refuseOthers();
        return author.isPresent() && text.isPresent() ? Optional.of(read) : Optional.empty();
    }

    private static Optional<Author> author(String role, JsonFields message, Problems problems) {
        Author author = ROLES.get(role);
        if (author == null) {
            problems.add(
                    message.path("role"),
                    "is none of the known roles; expected customer (or user), agent (or assistant), bot or system");
        }
        return Optional.ofNullable(author);
    }
}
