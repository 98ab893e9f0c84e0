package dev.millrace.lm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.GoldenCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would end the process in native code is refused before; what the supported families use is let through. */
class TokenizerFileTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "decoder => {\"type\": \"ByteLevel\", \"trim_offsets\": 1e400} => decoder.trim_offsets is",
                "decoder => {\"type\": \"Strip\", \"content\": \" \", \"start\": 0, \"stop\": 3} => decoder.stop is 3, expected 0",
                "decoder => {\"type\": \"CTC\"} => decoder.type is \"CTC\", expected one of",
                "normalizer => {\"type\": \"Precompiled\", \"precompiled_charsmap\": \"AAA\"} => normalizer.type is",
                "pre_tokenizer => {\"type\": \"FixedLength\", \"length\": 0} => pre_tokenizer.type is",
                "pre_tokenizer => {\"type\": \"Split\", \"pattern\": {\"Regex\": \"(a|aa)+$\"}} => without repeated groups",
                "pre_tokenizer => {\"type\": \"Split\", \"pattern\": {\"String\": \"\"}} => pre_tokenizer.pattern is",
                "model => {\"type\": \"WordPiece\", \"vocab\": {}} => model.type is \"WordPiece\", expected BPE",
                "model => {\"vocab\": {\"a\": 4294967296}, \"merges\": []} => model.vocab.a is 4294967296, expected an id",
                "model => {\"vocab\": {\"a\": 0}, \"merges\": [], \"continuing_subword_prefix\": \"##\"} => expected nothing",
                "model => {\"vocab\": {\"a\": 0}, \"merges\": [[\"a\"]]} => model.merges is [\"a\"], expected a pair",
                "model => {\"vocab\": {\"a\": 0}, \"merges\": [], \"unk_token\": \"b\"} => expected a token of the vocabulary",
                "added_tokens => [{\"id\": 1, \"content\": \"\"}] => added_tokens.content is",
                "added_tokens => [{\"id\": -1, \"content\": \"x\"}] => added_tokens.id is -1, expected an id",
            })
    void shouldNameFileAndFieldWhenThereIsSomethingNativeCodeCannotBear(String field, String value, String reason)
            throws IOException {
        // Given
        write(field, value);

        // When
        var reading = assertThatThrownBy(() -> Tokenizer.read(folder));

        // Then
        reading.isInstanceOf(FormatException.class)
                .hasMessageContaining("tokenizer.json: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "pre_tokenizer => {\"type\": \"Metaspace\", \"replacement\": \"\u2581\", \"prepend_scheme\": \"first\", \"split\": false}",
                "decoder => {\"type\": \"Sequence\", \"decoders\": [{\"type\": \"ByteFallback\"}, {\"type\": \"Fuse\"}]}",
                "normalizer => {\"type\": \"Sequence\", \"normalizers\": [{\"type\": \"Prepend\", \"prepend\": \"\u2581\"}]}",
                "truncation => {\"max_length\": 2, \"strategy\": \"LongestFirst\", \"stride\": 9}",
                "padding => {\"strategy\": {\"Fixed\": 4096}}",
            })
    void shouldLetThroughWhatTheFamiliesUse(String field, String value) throws IOException {
        // Given
        write(field, value);

        // When
        try (Tokenizer tokenizer = Tokenizer.read(folder)) {
            int[] ids = tokenizer.encode("Hello there, invoice 17");

            // Then
            assertThat(ids).hasSizeBetween(3, 40);
        }
    }

    @Test
    void shouldRefuseAFileThatHoldsNoObject() throws IOException {
        // Given
        Files.writeString(folder.resolve("tokenizer.json"), "[".repeat(100_000));

        // When
        var reading = assertThatThrownBy(() -> Tokenizer.read(folder));

        // Then
        reading.isInstanceOf(FormatException.class).hasMessageContaining("tokenizer.json is no valid JSON");
    }

    private void write(String field, String value) throws IOException {
        ObjectNode tokenizer = (ObjectNode) JSON.readTree(
                GoldenCases.folder("llama").resolve("tokenizer.json").toFile());
        tokenizer.putRawValue(field, new RawValue(value));
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), tokenizer);
    }
}
