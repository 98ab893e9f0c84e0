package dev.millrace.lm.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates as their models' makers publish them, held against what transformers renders (tools/chat-templates). */
class PublishedTemplatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REFUSED = "(refused)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smollm2",
                "llama31",
                "llama32",
                "qwen25",
                "qwen3",
                "qwen3-later",
                "mistral-v01",
                "mistral-v01-system",
                "mistral-v03",
                "mistral-v03-tools",
                "tinyllama"
            })
    void shouldRenderOrRefuseEveryConversationAsTransformersDoes(String name) throws IOException {
        // Given
        JsonNode expectations = PublishedTemplates.json(name);
        JsonNode conversations = PublishedTemplates.json("conversations");
        ChatTemplate template = PublishedTemplates.read(name);
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> found = new LinkedHashMap<>();

        // When
        for (JsonNode each : expectations.get("cases")) {
            String conversation = each.get("conversation").asText();
            boolean generationPrompt = each.get("add_generation_prompt").asBoolean();
            String title = conversation + (generationPrompt ? ", to go on " : " ") + each.get("variables");
            expected.put(title, each.path("text").asText(REFUSED));
            found.put(
                    title,
                    render(
                            template.with(variables(each.get("variables"))),
                            messages(conversations.get(conversation)),
                            generationPrompt));
        }

        // Then
        assertThat(found).hasSizeGreaterThan(60).containsExactlyEntriesOf(expected);
    }

    private static String render(ChatTemplate template, List<ChatMessage> messages, boolean generationPrompt) {
        try {
            return template.render(messages, generationPrompt);
        } catch (ChatTemplateException e) {
            return REFUSED;
        }
    }

    private static Map<String, Object> variables(JsonNode values) {
        return JSON.convertValue(values, new TypeReference<>() {});
    }

    private static List<ChatMessage> messages(JsonNode conversation) {
        List<ChatMessage> messages = new ArrayList<>();
        conversation.forEach(message -> messages.add(new ChatMessage(
                message.get("role").asText(), message.get("content").asText())));
        return messages;
    }
}
