package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.text.TokenBatch;
import dev.millrace.lm.train.TinyRun.CrashException;
import dev.millrace.lm.train.TinyRun.Recorder;
import dev.millrace.lm.train.TrainingResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopIT {
    private static final int STEPS = 14;
    private static final TrainingRecipe RECIPE = TinyRun.recipe(STEPS, 1e-2);

    @TempDir
    Path folder;

    @Test
    void shouldLowerTheLossWhenThereIsSomethingToLearn() {
        // When
        TrainingResult result = run(RECIPE, Checkpointing.NONE, new Recorder());

        // Then
        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(result.steps()).isEqualTo(STEPS);
        assertThat(result.bestLoss()).isLessThan(0.9 * result.firstLoss());
    }

    @Test
    void shouldEvaluateAfterEveryEpochWhenNoNumberOfStepsIsGiven() {
        // Given
        TrainingRecipe recipe = RECIPE.withStopping(new Stopping(3, 0, 0, 0));
        BatchSource source = new PackedChats(TinyRun.documents(20, 1), TinyRun.BATCH_TOKENS, 3, recipe.seed());
        Recorder recorder = new Recorder();
        try (LanguageModel model = TinyRun.model()) {
            LoraAdapter adapter = LoraAdapter.create(model, recipe.lora(), recipe.seed());
            model.attach(adapter);

            // When
            TrainingResult result = new TrainingLoop(
                            model,
                            adapter,
                            recipe,
                            source,
                            TinyRun.validation(),
                            Checkpointing.NONE,
                            recorder,
                            () -> false)
                    .run();

            // Then
            assertThat(recorder.evaluations).hasSize(4);
            assertThat(recorder.evaluations.get(3).step()).isEqualTo(result.steps());
        }
    }

    @Test
    void shouldGoOnAsIfNothingHadHappenedWhenARunCrashes() {
        // Given
        Recorder undisturbed = new Recorder();
        run(RECIPE, Checkpointing.NONE, undisturbed);
        Checkpointing checkpointing = Checkpointing.in(folder, 5, "snapshot-1");
        Recorder crashing = new Recorder(8);
        assertThatThrownBy(() -> run(RECIPE, checkpointing, crashing)).isInstanceOf(CrashException.class);

        // When
        Recorder resumed = new Recorder();
        TrainingResult result = run(RECIPE, checkpointing, resumed);

        // Then
        assertThat(resumed.firstStep).isEqualTo(5);
        assertCurve(resumed.losses, undisturbed.losses.subList(5, STEPS));
        assertThat(resumed.evaluations.get(resumed.evaluations.size() - 1).loss())
                .isCloseTo(
                        undisturbed
                                .evaluations
                                .get(undisturbed.evaluations.size() - 1)
                                .loss(),
                        within(1e-5));
        assertThat(result.steps()).isEqualTo(STEPS);
    }

    @Test
    void shouldStopBetweenStepsAndKeepItsStateWhenCancelled() {
        // Given
        Recorder undisturbed = new Recorder();
        run(RECIPE, Checkpointing.NONE, undisturbed);
        Checkpointing checkpointing = Checkpointing.in(folder, 100, "snapshot-1");
        AtomicInteger asked = new AtomicInteger();

        // When
        TrainingResult cancelled = run(RECIPE, checkpointing, new Recorder(), () -> asked.incrementAndGet() > 6);
        Recorder resumed = new Recorder();
        run(RECIPE, checkpointing, resumed);

        // Then
        assertThat(cancelled.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(cancelled.steps()).isEqualTo(6);
        assertCurve(resumed.losses, undisturbed.losses.subList(6, STEPS));
    }

    @Test
    void shouldFallBackToTheCheckpointBeforeWhenTheNewestIsDamaged() throws IOException {
        // Given
        Checkpointing checkpointing = Checkpointing.in(folder, 4, "snapshot-1");
        assertThatThrownBy(() -> run(RECIPE, checkpointing, new Recorder(9))).isInstanceOf(CrashException.class);
        Files.write(folder.resolve("step-00000008/optimizer.safetensors"), new byte[100]);

        // When
        Recorder resumed = new Recorder();
        run(RECIPE, checkpointing, resumed);

        // Then
        assertThat(resumed.firstStep).isEqualTo(4);
    }

    @Test
    void shouldRefuseTheCheckpointWhenItIsOfAnotherRun() {
        // Given
        assertThatThrownBy(() -> run(RECIPE, Checkpointing.in(folder, 4, "snapshot-1"), new Recorder(9)))
                .isInstanceOf(CrashException.class);

        // When
        var resuming = assertThatThrownBy(() -> run(RECIPE, Checkpointing.in(folder, 4, "snapshot-2"), new Recorder()));

        // Then
        resuming.isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("snapshot-1")
                .hasMessageContaining("snapshot-2");
    }

    @Test
    void shouldStopWithTheLastGoodCheckpointWhenParametersBreakDown() {
        // Given
        Checkpointing checkpointing = Checkpointing.in(folder, 1, "snapshot-1");
        try (LanguageModel model = TinyRun.model()) {
            LoraAdapter adapter = LoraAdapter.create(model, RECIPE.lora(), RECIPE.seed());
            model.attach(adapter);
            Recorder breaking = new Recorder() {
                @Override
                public void onStep(Step step) {
                    if (step.step() == 6) {
                        adapter.setParameters(notNumbers(adapter));
                    }
                }
            };

            // When
            TrainingDivergedException diverged = catchThrowableOfType(TrainingDivergedException.class, () -> loop(
                            model, adapter, RECIPE, checkpointing, breaking, () -> false)
                    .run());

            // Then
            assertThat(diverged.step()).isEqualTo(6);
            assertThat(diverged.lastCheckpoint()).contains(folder.resolve("step-00000005"));
            assertThat(checkpointing.read()).get().satisfies(good -> assertThat(good.isFinite())
                    .isTrue());
        }
    }

    @Test
    void shouldNotReturnParametersThatBrokeDownInTheLastStep() {
        // Given
        try (LanguageModel model = TinyRun.model()) {
            LoraAdapter adapter = LoraAdapter.create(model, RECIPE.lora(), RECIPE.seed());
            model.attach(adapter);
            Recorder breaking = new Recorder() {
                @Override
                public void onStep(Step step) {
                    if (step.step() == STEPS) {
                        adapter.setParameters(notNumbers(adapter));
                    }
                }
            };

            // When
            var running =
                    assertThatThrownBy(() -> loop(model, adapter, RECIPE, Checkpointing.NONE, breaking, () -> false)
                            .run());

            // Then
            running.isInstanceOf(TrainingDivergedException.class).hasMessageContaining("the validation loss is NaN");
        }
    }

    @Test
    void shouldStopAtOnceWhenALossIsNotANumber() {
        // Given
        try (LanguageModel model = TinyRun.model()) {
            LoraAdapter adapter = LoraAdapter.create(model, RECIPE.lora(), 1);
            model.attach(adapter);
            adapter.setParameters(notNumbers(adapter));

            // When
            TrainingDivergedException diverged = catchThrowableOfType(TrainingDivergedException.class, () -> loop(
                            model, adapter, RECIPE, Checkpointing.NONE, new Recorder(), () -> false)
                    .run());

            // Then
            assertThat(diverged.step()).isEqualTo(1);
            assertThat(diverged.lastCheckpoint()).isEmpty();
        }
    }

    @Test
    void shouldEndEarlyWithTheBestParametersWhenValidationStopsImproving() {
        // Given
        TrainingRecipe overfitting = RECIPE.withOptimization(
                        Optimization.constant(5e-2, RECIPE.optimization().adamW()))
                .withStopping(new Stopping(1, 60, 1, 2));
        Evaluation unlike = new Evaluation(TinyRun.validation().batches().stream()
                .map(TrainingLoopIT::backwards)
                .toList());
        Recorder recorder = new Recorder();

        try (LanguageModel model = TinyRun.model()) {
            LoraAdapter adapter = LoraAdapter.create(model, overfitting.lora(), overfitting.seed());
            model.attach(adapter);

            // When
            TrainingResult result = new TrainingLoop(
                            model,
                            adapter,
                            overfitting,
                            TinyRun.source(overfitting),
                            unlike,
                            Checkpointing.NONE,
                            recorder,
                            () -> false)
                    .run();

            // Then
            assertThat(result.outcome()).isEqualTo(Outcome.STOPPED_EARLY);
            assertThat(result.bestStep()).isEqualTo(result.steps() - 2);
            assertThat(unlike.loss(model)).isCloseTo(result.bestLoss(), within(1e-6));
        }
    }

    @Test
    void shouldTrainAnAdapterOverFourBitWeights() {
        // Given
        try (LanguageModel model = TinyRun.quantizedModel()) {
            LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.of(4, 8), 1);
            model.attach(adapter);

            // When
            TrainingResult result = loop(model, adapter, RECIPE, Checkpointing.NONE, new Recorder(), () -> false)
                    .run();

            // Then
            assertThat(result.bestLoss()).isLessThan(0.9 * result.firstLoss());
        }
    }

    private static Map<String, HostTensor> notNumbers(LoraAdapter adapter) {
        Map<String, HostTensor> parameters = adapter.parameters();
        parameters.values().forEach(tensor -> Arrays.fill(tensor.values(), Float.NaN));
        return parameters;
    }

    private static TokenBatch backwards(TokenBatch batch) {
        int[] ids = batch.ids().clone();
        int[] targets = batch.targets().clone();
        for (int t = 0; t < ids.length; t++) {
            ids[t] = 300 - ids[t];
            targets[t] = targets[t] == TokenBatch.IGNORED ? targets[t] : 300 - targets[t];
        }
        return new TokenBatch(ids, targets, batch.starts());
    }

    private static void assertCurve(List<Double> found, List<Double> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-5));
        }
    }

    private static TrainingResult run(TrainingRecipe recipe, Checkpointing checkpointing, Recorder recorder) {
        return run(recipe, checkpointing, recorder, () -> false);
    }

    private static TrainingResult run(
            TrainingRecipe recipe, Checkpointing checkpointing, Recorder recorder, BooleanSupplier cancelled) {
        try (LanguageModel model = TinyRun.model()) {
            LoraAdapter adapter = LoraAdapter.create(model, recipe.lora(), recipe.seed());
            model.attach(adapter);
            return loop(model, adapter, recipe, checkpointing, recorder, cancelled)
                    .run();
        }
    }

    private static TrainingLoop loop(
            LanguageModel model,
            LoraAdapter adapter,
            TrainingRecipe recipe,
            Checkpointing checkpointing,
            Recorder recorder,
            BooleanSupplier cancelled) {
        return new TrainingLoop(
                model,
                adapter,
                recipe,
                TinyRun.source(recipe),
                TinyRun.validation(),
                checkpointing,
                recorder,
                cancelled);
    }
}
