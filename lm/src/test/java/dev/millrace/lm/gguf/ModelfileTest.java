package dev.millrace.lm.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.checkpoint.MergedWeights;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.ChatTemplate;
import dev.millrace.lm.text.SpecialTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelfileTest {
    private static final String CHATML = """
            {%- for message in messages %}
            {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}
            {%- endfor %}
            {%- if add_generation_prompt %}
            {{- '<|im_start|>assistant\\n' }}
            {%- endif %}
            """;
    private static final String WITH_DEFAULT = """
            {%- if messages[0]['role'] != 'system' %}
            {{- '<|im_start|>system\\nYou are kind.<|im_end|>\\n' }}
            {%- endif %}
            """ + CHATML;
    private static final String INSTRUCTIONS = """
            {{- bos_token }}
            {%- for message in messages %}
            {%- if message['role'] == 'user' %}
            {{- '[INST] ' + message['content'] + ' [/INST]' }}
            {%- elif message['role'] == 'system' %}
            {{- raise_exception('no system messages') }}
            {%- else %}
            {{- message['content'] + eos_token }}
            {%- endif %}
            {%- endfor %}
            """;

    @TempDir
    Path folder;

    private static Optional<OllamaTemplate> template(String source) {
        SpecialTokens tokens = new SpecialTokens("<s>", "</s>");
        return OllamaTemplate.of(new ChatTemplate(source, tokens, Clock.systemUTC()), tokens.bos());
    }

    @Test
    void shouldSayTheTemplateInGoWhenEveryTurnOfARoleIsTreatedAlike() {
        OllamaTemplate found = template("{{- bos_token }}" + CHATML).orElseThrow();

        assertThat(found.source(false))
                .startsWith(
                        "{{ range .Messages }}{{ if eq .Role \"system\" }}<|im_start|>system\n{{ .Content }}<|im_end|>\n")
                .endsWith("{{ end }}{{ end }}<|im_start|>assistant\n");
        assertThat(found.source(true)).isEqualTo("<s>" + found.source(false));
        assertThat(found.defaultSystem()).isEmpty();
    }

    @Test
    void shouldFindTheDefaultSystemMessageWhenATemplateHasOne() {
        OllamaTemplate found = template(WITH_DEFAULT).orElseThrow();

        assertThat(found.defaultSystem()).isEqualTo("You are kind.");
        assertThat(found.render(List.of(ChatMessage.user("Hello"))))
                .isEqualTo(
                        "<|im_start|>system\nYou are kind.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                INSTRUCTIONS,
                "{% for message in messages %}{{ loop.index }}{{ message['content'] }}{% endfor %}",
                "{{ messages[-1]['content'] }}",
                "the same whatever is said"
            })
    void shouldSayNothingWhenATemplateIsOfAnotherKind(String source) {
        assertThat(template(source)).isEmpty();
    }

    @Test
    void shouldNameFileStopsAndTemplateWhenItIsWrittenBesideAModel() throws IOException {
        // Given
        Path model = GoldenCases.folder("qwen2");
        Path gguf = folder.resolve("answers.gguf");
        try (Checkpoint base = Checkpoint.open(model)) {
            GgufModel.write(new MergedWeights(base, Optional.empty()), GgmlType.F16, "q", gguf);
        }

        // When
        Modelfile.write(model, gguf);

        // Then
        assertThat(Files.readAllLines(folder.resolve("Modelfile")))
                .contains("FROM ./answers.gguf", "PARAMETER num_ctx 256", "PARAMETER repeat_penalty 1")
                .anyMatch(line -> line.startsWith("PARAMETER stop \"<|"))
                .anyMatch(line -> line.startsWith("TEMPLATE \"\"\""));
    }
}
