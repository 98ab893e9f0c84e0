package dev.millrace.lm.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.text.ChatMessage;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Chat examples, one JSON object {@code {"messages": [{"role", "content"}, …]}} a line, plain or gzip-compressed (.gz). */
public final class ChatFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatFile() {}

    /**
     * All examples in the order of the file; the first bad line fails with its number, and a file that unpacks to more than
     * a quarter of the heap, which text and tokens would not fit, fails too.
     */
    public static List<ChatExample> read(Path file) {
        return read(file, Runtime.getRuntime().maxMemory() / 4);
    }

    static List<ChatExample> read(Path file, long mostBytes) {
        List<ChatExample> examples = new ArrayList<>();
        try (InputStream bytes = new BoundedStream(open(file), file, mostBytes);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    examples.add(example(line, file + ", line " + number, "line " + number));
                }
            }
        } catch (ZipException | CharacterCodingException | EOFException e) {
            throw new FormatException(file + " is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        return examples;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static ChatExample example(String line, String place, String defaultId) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new FormatException(place + " is no valid JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode turns = node.path("messages");
        if (!turns.isArray() || turns.isEmpty()) {
            throw new FormatException(place + ": messages is " + (turns.isMissingNode() ? "missing" : turns)
                    + ", expected a list of {\"role\", \"content\"}");
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode turn : turns) {
            messages.add(new ChatMessage(text(turn, "role", place), text(turn, "content", place)));
        }
        return new ChatExample(
                node.path("id").asText(defaultId), node.path("subject").asText(""), List.copyOf(messages));
    }

    private static String text(JsonNode turn, String key, String place) {
        JsonNode value = turn.path(key);
        if (!value.isTextual()) {
            throw new FormatException(place + ": a message's " + key + " is "
                    + (value.isMissingNode() ? "missing" : value.getNodeType()) + ", expected a string");
        }
        return value.textValue();
    }
}
