package dev.millrace.lm.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.ChatTemplate;
import dev.millrace.lm.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Chat renderings, as text and as ids. */
final class ChatCheck {
    private ChatCheck() {}

    static Finding texts(Path folder) {
        ChatTemplate template = ChatTemplate.read(folder);
        Differences differences = new Differences();
        for (JsonNode chat : JsonFiles.read(folder.resolve("chat.json"))) {
            String expected = chat.path("text").asText();
            String found = template.render(
                    messages(chat), chat.path("add_generation_prompt").asBoolean());
            differences.compare(expected, found);
        }
        return differences.finding();
    }

    static Finding ids(Path folder) {
        Differences differences = new Differences();
        try (Tokenizer tokenizer = Tokenizer.read(folder)) {
            for (JsonNode chat : JsonFiles.read(folder.resolve("chat.json"))) {
                List<Integer> found = new ArrayList<>();
                for (int id : tokenizer.encode(chat.path("text").asText())) {
                    found.add(id);
                }
                differences.compare(JsonFiles.integers(chat.path("ids")), found);
            }
        }
        return differences.finding();
    }

    private static List<ChatMessage> messages(JsonNode chat) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : chat.path("messages")) {
            messages.add(new ChatMessage(
                    message.path("role").asText(), message.path("content").asText()));
        }
        return messages;
    }
}
