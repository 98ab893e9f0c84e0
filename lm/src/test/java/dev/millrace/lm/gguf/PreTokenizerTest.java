package dev.millrace.lm.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreTokenizerTest {
    private static final String LLAMA3 =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|\\\\p{N}{1,3}| ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r\\\\n]*|\\\\s*[\\\\r\\\\n]+|\\\\s+(?!\\\\S)|\\\\s+";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":true}; gpt-2",
                "{\"type\":\"ByteLevel\",\"add_prefix_space\":false}; gpt-2",
                "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Digits\",\"individual_digits\":true},{\"type\":\"ByteLevel\",\"add_prefix_space\":false}]}; smollm",
                "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\"" + LLAMA3
                        + "\"},\"behavior\":\"Isolated\"},{\"type\":\"ByteLevel\",\"use_regex\":false}]}; llama-bpe",
            })
    void shouldKnowTheRulesWhenLlamaCppHasThem(String json, String name) throws IOException {
        assertThat(PreTokenizer.nameOf(new ObjectMapper().readTree(json))).contains(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"Whitespace\"}",
                "null",
                "{\"type\":\"ByteLevel\",\"add_prefix_space\":true}",
                "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Digits\",\"individual_digits\":false},{\"type\":\"ByteLevel\"}]}",
                "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"x\"}}",
            })
    void shouldAdmitThatItDoesNotKnowWhenRulesAreForeign(String json) throws IOException {
        assertThat(PreTokenizer.nameOf(new ObjectMapper().readTree(json))).isEqualTo(Optional.empty());
    }
}
