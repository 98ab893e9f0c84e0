package dev.millrace.curation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Assumptions;

/** Public data sets, where they are on this machine; a test that asks for one that is not there is skipped with a word. */
public final class RealConversations {
    private static final Path DATA = Path.of(System.getProperty("millrace.root"), "../shared/data");
    private static final ObjectMapper JSON = new ObjectMapper();

    private RealConversations() {}

    /** 4,514 questions, each with an answer of its own. */
    public static List<List<Message>> bitext() throws IOException {
        return bitext("bitext/bitext_support_4514_long.csv.gz");
    }

    /** 6,480 questions with 27 answers. */
    public static List<List<Message>> cannedBitext() throws IOException {
        return bitext("bitext/bitext_support_6480_short.csv.gz");
    }

    private static List<List<Message>> bitext(String name) throws IOException {
        List<List<Message>> conversations = new ArrayList<>();
        CSVFormat header = CSVFormat.DEFAULT.builder().setHeader().get();
        try (BufferedReader text = reader(new GZIPInputStream(open(name)));
                CSVParser rows = CSVParser.parse(text, header)) {
            rows.forEach(row -> conversations.add(List.of(
                    new Message(Role.USER, row.get("instruction")), new Message(Role.ASSISTANT, row.get("response")))));
        }
        return conversations;
    }

    /** The chats of STAR in which both sides say something. */
    public static List<List<Message>> star() throws IOException {
        List<List<Message>> conversations = new ArrayList<>();
        try (BufferedReader lines = reader(new ZstdInputStream(open("star/star_dialogues.jsonl.zst")))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<Message> messages = messages(JSON.readTree(line));
                if (messages.stream().map(Message::getRole).distinct().count() == 2) {
                    conversations.add(messages);
                }
            }
        }
        return conversations;
    }

    private static List<Message> messages(JsonNode dialogue) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode event : dialogue.get("Events")) {
            String said =
                    event.path("Agent").asText() + " " + event.path("Action").asText();
            switch (said) {
                case "User utter" ->
                    messages.add(new Message(Role.USER, event.get("Text").asText()));
                case "Wizard utter", "Wizard pick_suggestion" ->
                    messages.add(new Message(Role.ASSISTANT, event.get("Text").asText()));
                default -> {}
            }
        }
        return messages;
    }

    private static BufferedReader reader(InputStream bytes) {
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    private static InputStream open(String name) throws IOException {
        Path file = DATA.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "SKIPPED: the data set is not on this machine: " + file);
        return Files.newInputStream(file);
    }
}
