import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/**
 * Turns the dialogues of the STAR data set into the JSONL that {@code millrace import chats} reads, with their own times.
 *
 * <p>Chat turns are what the user uttered and what the wizard sent (uttered or picked). Instructions of the user guide
 * and suggestions that the wizard only asked for were never sent and are left out. Dialogues without any turn are
 * counted and left out.
 *
 * <pre>java -cp 'cli/target/millrace/lib/*' tools/acceptance/StarConversations.java star_dialogues.jsonl.zst star.jsonl</pre>
 */
public final class StarConversations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> SENT = Set.of("utter", "pick_suggestion");

    private StarConversations() {}

    public static void main(String[] arguments) throws Exception {
        int written = 0;
        int empty = 0;
        try (BufferedReader dialogues = new BufferedReader(new InputStreamReader(
                        new ZstdInputStream(Files.newInputStream(Path.of(arguments[0]))), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(Path.of(arguments[1]))) {
            for (String line = dialogues.readLine(); line != null; line = dialogues.readLine()) {
                ObjectNode conversation = conversation(JSON.readTree(line));
                if (conversation.withArray("messages").isEmpty()) {
                    empty++;
                } else {
                    out.write(conversation + "\n");
                    written++;
                }
            }
        }
        System.out.println(written + " conversations written, " + empty + " dialogues without a turn left out");
    }

    private static ObjectNode conversation(JsonNode dialogue) {
        ObjectNode conversation = JSON.createObjectNode();
        conversation.put("id", "star-" + dialogue.get("DialogueID").asInt());
        conversation.put("subject", dialogue.get("AnonymizedUserWorkerID").asText());
        ArrayNode messages = conversation.putArray("messages");
        dialogue.get("Events").forEach(event -> addTurn(messages, event));
        ArrayNode tags = conversation.putArray("tags");
        dialogue.at("/Scenario/WizardCapabilities").forEach(capability -> tags.add(capability.get("Task").asText()));
        return conversation;
    }

    private static void addTurn(ArrayNode messages, JsonNode event) {
        String agent = event.path("Agent").asText();
        String text = event.path("Text").asText().strip();
        boolean user = agent.equals("User") && event.path("Action").asText().equals("utter");
        boolean wizard = agent.equals("Wizard") && SENT.contains(event.path("Action").asText());
        if ((user || wizard) && !text.isEmpty()) {
            messages.addObject()
                    .put("role", user ? "customer" : "agent")
                    .put("text", text)
                    .put("at", Instant.ofEpochSecond(event.get("UnixTime").asLong()).toString());
        }
    }
}
