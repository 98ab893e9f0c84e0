package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.text.TokenBatch;
import org.junit.jupiter.api.Test;

/** Training, scoring and decoding for long must not cost more memory than doing so once. */
class MemoryIT {

    private static final int ROUNDS = 100;
    private static final int WARM_UP = 40;
    private static final int STRETCHES = 4;
    private static final long TOLERATED_KB = 4 * 1024;

    @Test
    void shouldHoldNoMoreTensorsAndMemoryAfterManySteps() {
        // Given
        try (LanguageModel model = TinyModels.of(
                TinyModels.biased(), LoadOptions.of(Precision.BF16).quantized())) {
            LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.of(4, 8), 1);
            model.attach(adapter);
            repeat(model, adapter, WARM_UP);
            int tensors = model.scope().open();

            // When
            long growth = TOLERATED_KB;
            for (int stretch = 0; stretch < STRETCHES && growth >= TOLERATED_KB; stretch++) {
                long before = NativeMemory.kilobytes();
                repeat(model, adapter, ROUNDS);
                growth = NativeMemory.kilobytes() - before;
            }

            // Then
            assertThat(model.scope().open()).isEqualTo(tensors);
            assertThat(growth).as("a leak grows in every stretch").isLessThan(TOLERATED_KB);
        }
    }

    private static void repeat(LanguageModel model, LoraAdapter adapter, int rounds) {
        AdamW constants = new AdamW(0.9, 0.999, 1e-8, 0.01);
        for (int round = 0; round < rounds; round++) {
            TokenBatch batch = TinyModels.batch(round, 40 + round % 17, 33, 33, 5);
            adapter.zeroGradients();
            model.forwardBackward(batch, 1);
            adapter.scaleGradients(1 / adapter.gradientNorm());
            adapter.step(1e-3, constants);
            model.score(batch);
            try (Decoder decoder = model.decoder(20)) {
                decoder.read(TinyModels.tokens(round, 10));
                decoder.read(1);
            }
        }
    }
}
