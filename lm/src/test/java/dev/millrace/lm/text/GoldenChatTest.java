package dev.millrace.lm.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lm.format.GoldenCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class GoldenChatTest {
    static final List<String> FAMILIES = GoldenCases.FAMILIES;

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void shouldRenderAndEncodeAsTheReferenceDoesForEveryFamily(String family) throws IOException {
        // Given
        Path folder = GoldenCases.folder(family);
        JsonNode cases = new ObjectMapper().readTree(folder.resolve("chat.json").toFile());
        ChatTemplate template = ChatTemplate.read(folder);
        List<String> texts = new ArrayList<>();
        List<int[]> ids = new ArrayList<>();

        // When
        try (Tokenizer tokenizer = Tokenizer.read(folder)) {
            for (JsonNode chat : cases) {
                String text = template.render(
                        messages(chat), chat.get("add_generation_prompt").asBoolean());
                texts.add(text);
                ids.add(tokenizer.encode(text));
            }
        }

        // Then
        assertThat(texts)
                .hasSize(6)
                .containsExactlyElementsOf(StreamSupport.stream(cases.spliterator(), false)
                        .map(chat -> chat.get("text").asText())
                        .toList());
        for (int i = 0; i < ids.size(); i++) {
            assertThat(ids.get(i)).isEqualTo(ids(cases.get(i)));
        }
    }

    private static List<ChatMessage> messages(JsonNode chat) {
        List<ChatMessage> messages = new ArrayList<>();
        chat.get("messages")
                .forEach(message -> messages.add(new ChatMessage(
                        message.get("role").asText(), message.get("content").asText())));
        return messages;
    }

    private static int[] ids(JsonNode chat) {
        int[] ids = new int[chat.get("ids").size()];
        Arrays.setAll(ids, i -> chat.get("ids").get(i).asInt());
        return ids;
    }
}
