package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.ModelConfig;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderIT {

    private static final int[] IDS = TinyModels.tokens(4, 24);
    private static final int PROMPT = 9;

    static Stream<Named<ModelConfig>> architectures() {
        return Stream.of(
                Named.of("three query heads a key", TinyModels.plain()),
                Named.of("biased, untied", TinyModels.biased()),
                Named.of("norms on heads", TinyModels.headNormed()),
                Named.of("sliding window", TinyModels.windowed()));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void shouldGiveTheLogitsOfTheWholeText(ModelConfig config) {
        // Given
        try (LanguageModel model = TinyModels.of(config)) {
            float[] whole = model.logits(IDS);
            try (Decoder decoder = model.decoder(IDS.length)) {

                // When
                float[] logits = decoder.read(Arrays.copyOf(IDS, PROMPT));

                // Then
                assertClose(logits, whole, PROMPT - 1);
                for (int t = PROMPT; t < IDS.length; t++) {
                    assertClose(decoder.read(IDS[t]), whole, t);
                }
                assertThat(decoder.length()).isEqualTo(IDS.length);
            }
        }
    }

    @Test
    void shouldDecodeWithTheAdapterThatIsAttached() {
        // Given
        try (LanguageModel model = TinyModels.of(TinyModels.plain())) {
            LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.of(2, 4), 1);
            model.attach(adapter);
            model.forwardBackward(TinyModels.batch(1, 20), 1);
            adapter.step(0.1, new AdamW(0.9, 0.999, 1e-8, 0));
            float[] whole = model.logits(IDS);

            // When
            try (Decoder decoder = model.decoder(IDS.length)) {
                float[] logits = decoder.read(IDS);

                // Then
                assertClose(logits, whole, IDS.length - 1);
            }
        }
    }

    @Test
    void shouldRefuseMoreTokensThanItHasRoomFor() {
        try (LanguageModel model = TinyModels.of(TinyModels.plain());
                Decoder decoder = model.decoder(5)) {
            assertThatThrownBy(() -> decoder.read(TinyModels.tokens(1, 6)))
                    .hasMessageContaining("6 tokens")
                    .hasMessageContaining("room for 5");
        }
    }

    private static void assertClose(float[] logits, float[] whole, int row) {
        assertThat(logits).hasSize(TinyModels.VOCABULARY);
        for (int i = 0; i < logits.length; i++) {
            assertThat(logits[i]).isCloseTo(whole[row * TinyModels.VOCABULARY + i], Offset.offset(1e-4f));
        }
    }
}
