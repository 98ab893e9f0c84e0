package dev.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeConfigTest {

    @Test
    void shouldBeTheSameRecipeWhenReadBackFromItsJson() {
        String json = RecipeConfig.DEFAULTS.toJson();

        RecipeConfig read = RecipeConfig.fromJson(json);

        assertThat(read).isEqualTo(RecipeConfig.DEFAULTS);
        assertThat(read.hash()).isEqualTo(RecipeConfig.DEFAULTS.hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void shouldHaveThisCanonicalTextWhenWritten() {
        assertThat(RecipeConfig.DEFAULTS.toJson())
                .startsWith("{\"accumulation\":1,\"alpha\":32,\"batchTokens\":1024,\"clipNorm\":1,\"dropout\":0,")
                .contains("\"learningRate\":0,", "\"method\":\"qlora\"");
    }

    @Test
    void shouldRefuseJsonWhenItHasAnUnknownKey() {
        assertThatThrownBy(() -> RecipeConfig.fromJson("{\"rnak\": 8}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown key rnak");
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "10m, PT10M", "24h, PT24H", "7d, PT168H", "PT1M30S, PT1M30S"})
    void shouldReadDurationsWhenWrittenAsPeopleDo(String text, String iso) {
        assertThat(Durations.parse(text)).isEqualTo(java.time.Duration.parse(iso));
    }

    @ParameterizedTest
    @CsvSource({"256kB, 256000, 256kB", "8MiB, 8388608, 8388608B", "8MB, 8000000, 8MB", "17, 17, 17B", "0, 0, 0B"})
    void shouldReadAndWriteSizesWhenGivenWithUnits(String text, long bytes, String written) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(ByteSize.parse(text)).hasToString(written);
    }
}
