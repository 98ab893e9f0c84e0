package dev.millrace.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The chat templates among the test resources, with their models' special tokens, on 26 July 2024. */
final class PublishedTemplates {
    private static final Path FOLDER = Path.of("src", "test", "resources", "chat-templates");
    private static final Clock TODAY = Clock.fixed(Instant.parse("2024-07-26T10:15:30Z"), ZoneOffset.UTC);

    private PublishedTemplates() {}

    static ChatTemplate read(String name) throws IOException {
        JsonNode expectations = json(name);
        SpecialTokens tokens = new SpecialTokens(
                expectations.get("bos_token").asText(),
                expectations.get("eos_token").asText());
        return new ChatTemplate(Files.readString(FOLDER.resolve(name + ".jinja")), tokens, TODAY);
    }

    static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(FOLDER.resolve(name + ".json").toFile());
    }
}
