package dev.millrace.lm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the assistant speaks in what published templates render. */
class AnswerSpansTest {
    private static final List<ChatMessage> TWO_EXCHANGES = List.of(
            ChatMessage.user("Hello?"),
            ChatMessage.assistant("Hi."),
            ChatMessage.user("Order 17?"),
            ChatMessage.assistant("Sent."));
    private static final List<ChatMessage> WITH_A_SYSTEM = List.of(
            ChatMessage.system("Be kind."),
            ChatMessage.user("Hello?"),
            ChatMessage.assistant("Hi."),
            ChatMessage.user("Order 17?"),
            ChatMessage.assistant("Sent."));

    @ParameterizedTest
    @CsvSource({
        "smollm2, Hi.<|im_end|>, Sent.<|im_end|>",
        "llama31, Hi.<|eot_id|>, Sent.<|eot_id|>",
        "llama32, Hi.<|eot_id|>, Sent.<|eot_id|>",
        "qwen25, Hi.<|im_end|>, Sent.<|im_end|>",
        "mistral-v01, Hi.</s>, Sent.</s>",
        "mistral-v01-system, ' Hi.</s>', ' Sent.</s>'",
        "mistral-v03, ' Hi.</s>', ' Sent.</s>'",
        "mistral-v03-tools, ' Hi.</s>', ' Sent.</s>'",
        "tinyllama, Hi.</s>, Sent.</s>",
    })
    void shouldFindEveryAnswerWithItsEndAndNothingElse(String name, String first, String second) throws IOException {
        // Given
        ChatTemplate template = PublishedTemplates.read(name);

        // When
        List<String> answers = answers(template, TWO_EXCHANGES);

        // Then
        assertThat(answers).containsExactly(first, second);
    }

    @ParameterizedTest
    @CsvSource({"qwen3", "qwen3-later"})
    void shouldRefuseSeveralAnswersWhenTheTemplateForgetsTheThoughtsOfEarlierOnes(String name) throws IOException {
        // Given
        ChatTemplate template = PublishedTemplates.read(name);

        // When
        var finding = assertThatThrownBy(() -> AnswerSpans.find(template, TWO_EXCHANGES));

        // Then
        finding.isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("renders turn 2 of 4 differently once later turns follow")
                .hasMessageContaining("assistant\\n<think>\\n\\n</think>")
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"mistral-v03", "mistral-v03-tools"})
    void shouldRefuseASystemWhenTheTemplateMovesItToTheLastQuestion(String name) throws IOException {
        // Given
        ChatTemplate template = PublishedTemplates.read(name);

        // When
        var finding = assertThatThrownBy(() -> AnswerSpans.find(template, WITH_A_SYSTEM));

        // Then
        finding.isInstanceOf(ChatTemplateException.class)
                .hasMessageContaining("renders turn 3 of 5 differently once later turns follow");
    }

    @Test
    void shouldLeaveAnEmptyThoughtOutOfTheAnswerWhenThePromptHasIt() throws IOException {
        // Given
        ChatTemplate template = PublishedTemplates.read("qwen3");
        List<ChatMessage> exchange = TWO_EXCHANGES.subList(0, 2);

        // When
        List<String> thinking = answers(template, exchange);
        List<String> answering = answers(template.with(Map.of("enable_thinking", false)), exchange);

        // Then
        assertThat(thinking).containsExactly("<think>\n\n</think>\n\nHi.<|im_end|>");
        assertThat(answering).containsExactly("Hi.<|im_end|>");
    }

    private static List<String> answers(ChatTemplate template, List<ChatMessage> messages) {
        AnswerSpans answers = AnswerSpans.find(template, messages);
        return answers.spans().stream()
                .map(span -> answers.text().substring(span.start(), span.end()))
                .toList();
    }
}
