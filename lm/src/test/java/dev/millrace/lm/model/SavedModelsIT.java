package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.checkpoint.MergedWeights;
import dev.millrace.lm.checkpoint.ModelMerger;
import dev.millrace.lm.checkpoint.ModelQuantizer;
import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.PeftAdapter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders made from folders compute what the originals do. */
class SavedModelsIT {
    private static final int[] IDS = {3, 40, 17, 99, 200, 5, 64, 64, 31, 7};

    @TempDir
    Path folder;

    static Stream<String> families() {
        return GoldenCases.FAMILIES.stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldComputeTheSameLogitsWhenTheAdapterIsMergedAsWhenItIsAttached(String family) {
        // Given
        Path base = GoldenCases.folder(family);
        PeftAdapter adapter = PeftAdapter.read(base.resolve("adapter"));
        try (Checkpoint checkpoint = Checkpoint.open(base)) {
            ModelMerger.merge(
                    new MergedWeights(checkpoint, Optional.of(adapter)),
                    ElementType.F32,
                    "adapter",
                    folder.resolve("m"));
        }

        // When
        float[] merged = logits(folder.resolve("m"), LoadOptions.of(Precision.F32), Optional.empty());

        // Then
        float[] attached = logits(base, LoadOptions.of(Precision.F32), Optional.of(adapter));
        assertThat(merged).containsExactly(attached, within(2e-5f));
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldComputeTheSameLogitsWhenAQuantizedModelIsSavedAndMappedBack(String family) {
        // Given
        Path base = GoldenCases.folder(family);
        try (Checkpoint checkpoint = Checkpoint.open(base)) {
            ModelQuantizer.quantize(new MergedWeights(checkpoint, Optional.empty()), folder.resolve("nf4"));
        }

        // When
        float[] saved = logits(folder.resolve("nf4"), LoadOptions.of(Precision.BF16), Optional.empty());

        // Then
        float[] quantizedNow = logits(base, LoadOptions.of(Precision.BF16).quantized(), Optional.empty());
        assertThat(saved).containsExactly(quantizedNow);
    }

    private static float[] logits(Path model, LoadOptions options, Optional<PeftAdapter> adapter) {
        try (LanguageModel loaded = LanguageModel.load(model, options)) {
            adapter.ifPresent(peft -> loaded.attach(LoraAdapter.of(loaded, peft)));
            return loaded.logits(IDS);
        }
    }
}
