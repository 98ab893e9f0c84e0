package dev.millrace.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What stands beside tokenizer.json in a model folder: the special tokens' texts and the chat template. */
record TokenizerConfig(Path folder, JsonNode config) {
    private static final String FILE = "tokenizer_config.json";
    private static final String TEMPLATE_FILE = "chat_template.jinja";
    private static final String TEMPLATE_KEY = "chat_template";

    static TokenizerConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return new TokenizerConfig(folder, MissingNode.getInstance());
        }
        return new TokenizerConfig(folder, Json.read(file).node());
    }

    SpecialTokens specialTokens() {
        return new SpecialTokens(token("bos_token"), token("eos_token"));
    }

    String chatTemplate() {
        return findChatTemplate()
                .orElseThrow(() -> new FormatException(folder + " has no chat template, expected " + TEMPLATE_FILE
                        + " or the key " + TEMPLATE_KEY + " in " + FILE
                        + "; take an instruction-tuned model or add a template"));
    }

    Optional<String> findChatTemplate() {
        Path file = folder.resolve(TEMPLATE_FILE);
        try {
            if (Files.isRegularFile(file)) {
                return Optional.of(Files.readString(file));
            }
        } catch (IOException e) {
            throw new FormatException("Cannot read " + file + " as UTF-8 text", e);
        }
        JsonNode template = config.path(TEMPLATE_KEY);
        return template.isTextual() ? Optional.of(template.textValue()) : defaultOf(template);
    }

    /** Some models list several named templates. */
    private static Optional<String> defaultOf(JsonNode templates) {
        for (JsonNode entry : templates) {
            if (entry.path("name").asText().equals("default")
                    && entry.path("template").isTextual()) {
                return Optional.of(entry.path("template").textValue());
            }
        }
        return Optional.empty();
    }

    /** A text, or an object with its text as content. */
    private String token(String key) {
        JsonNode token = config.path(key);
        return token.isObject() ? token.path("content").asText("") : token.isTextual() ? token.textValue() : "";
    }
}
