package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.text.TokenBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Training, scoring and decoding for long must not cost more memory than doing so once. */
class MemoryIT {

    private static final int ROUNDS = 150;
    private static final int WARM_UP = 40;
    private static final long TOLERATED_KB = 48 * 1024;

    @Test
    void shouldHoldNoMoreTensorsAndMemoryAfterManySteps() {
        // Given
        try (LanguageModel model = TinyModels.of(
                TinyModels.biased(), LoadOptions.of(Precision.BF16).quantized())) {
            LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.of(4, 8), 1);
            model.attach(adapter);
            repeat(model, adapter, WARM_UP);
            int tensors = model.scope().open();
            long resident = residentKilobytes();

            // When
            repeat(model, adapter, ROUNDS);

            // Then
            assertThat(model.scope().open()).isEqualTo(tensors);
            assertThat(residentKilobytes() - resident).isLessThan(TOLERATED_KB);
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

    /** Resident memory outside the Java heap, which grows with the other tests of this JVM. */
    private static long residentKilobytes() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / 1024;
        return resident() - heap;
    }

    private static long resident() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
