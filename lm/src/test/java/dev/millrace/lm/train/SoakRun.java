package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.model.ActivationMemory;
import dev.millrace.lm.model.Keep;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.model.NativeMemory;
import dev.millrace.lm.model.Precision;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two thousand steps, with evaluations and checkpoints, cost no more memory than a hundred. Takes minutes, so it is not among the
 * tests of a build. The heap is taken whole at the start, since with every piece of it Java takes tables beside it:
 *
 * <pre>
 * mvn -pl lm -am verify -Dtest=none -Dit.test=SoakRun -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtest.jvm.args="-Xms1g -XX:+UseSerialGC -XX:+AlwaysPreTouch"
 * </pre>
 */
class SoakRun {

    private static final int STEPS = 2000;
    private static final int SETTLED = 100;
    private static final long TOLERATED_KB = 4 * 1024;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Keep.class,
            names = {"INPUTS", "ALL"})
    void shouldTakeNoMoreMemoryAfterTwoThousandStepsThanAfterAHundred(Keep keep) {
        // Given
        TrainingRecipe recipe = TinyRun.recipe(STEPS, 1e-3)
                .withPrecision(Precision.BF16)
                .withLora(LoraConfig.of(16, 32))
                .withStopping(new Stopping(1000, STEPS, 100, 0));
        BatchSource source = new PackedChats(TinyRun.documents(200, 1), TinyRun.BATCH_TOKENS, 1000, recipe.seed());
        Soak soak = new Soak();
        LoadOptions options = LoadOptions.of(Precision.BF16)
                .quantized()
                .upTo(TinyRun.BATCH_TOKENS)
                .within(ActivationMemory.keeping(keep));
        try (LanguageModel model = LanguageModel.load(TinyRun.MODEL, options)) {
            LoraAdapter adapter = LoraAdapter.create(model, recipe.lora(), recipe.seed());
            model.attach(adapter);

            // When
            new TrainingLoop(
                            model,
                            adapter,
                            recipe,
                            source,
                            TinyRun.validation(),
                            Checkpointing.in(folder, 250, "soak"),
                            soak,
                            () -> false)
                    .run();
        }

        // Then
        assertThat(soak.steps).isEqualTo(STEPS);
        assertThat(soak.growth()).isLessThan(TOLERATED_KB);
    }

    /** Looks at the memory of the process now and then. */
    private static final class Soak implements TrainingListener {
        private int steps;
        private long settled;
        private long last;

        @Override
        public void onStep(Step step) {
            steps = step.step();
            if (steps == SETTLED) {
                settled = kilobytes();
            }
            if (steps % SETTLED == 0) {
                last = kilobytes();
                System.out.printf(
                        Locale.ROOT,
                        "step %d: %,d kB, %+,d since step 100; compiled code and classes %,d kB%n",
                        steps,
                        last,
                        growth(),
                        javaKilobytes());
            }
        }

        /** What Java itself holds outside the heap grows while it compiles, and is not the engine's. */
        private static long kilobytes() {
            return NativeMemory.kilobytes() - javaKilobytes();
        }

        private static long javaKilobytes() {
            return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed() / 1024;
        }

        private long growth() {
            return last - settled;
        }
    }
}
