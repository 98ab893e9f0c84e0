package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.model.ActivationMemory;
import dev.millrace.lm.model.Keep;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.torch.Device;
import dev.millrace.lm.train.AdapterTraining.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterTrainingIT {
    private static final TrainingRecipe RECIPE =
            TinyRun.recipe(0, 1e-2).withStopping(new Stopping(3, 0, 5, 0)).withMethod(TrainingMethod.QLORA);

    @TempDir
    Path folder;

    @Test
    void shouldMakeAnAdapterFromChatFilesAndGoOnFromIt() throws IOException {
        // Given
        Path train = chats("train.jsonl", 0, 60);
        Path validation = chats("validation.jsonl", 60, 70);

        // When
        Trained first = new AdapterTraining(TinyRun.MODEL, train, validation, RECIPE, null, Checkpointing.NONE)
                .run(TrainingListener.NONE, () -> false);
        Trained second = new AdapterTraining(
                        TinyRun.MODEL, train, validation, RECIPE, first.adapter(), Checkpointing.NONE)
                .run(TrainingListener.NONE, () -> false);

        // Then
        assertThat(first.result().bestLoss()).isLessThan(0.8 * first.result().firstLoss());
        assertThat(second.result().firstLoss())
                .isBetween(
                        0.98 * first.result().bestLoss(), 1.02 * first.result().bestLoss());
        assertThat(first.trainData().documents()).hasSize(60);
        first.adapter().write(folder.resolve("adapter"));
        assertThat(PeftAdapter.read(folder.resolve("adapter"))).isEqualTo(first.adapter());
    }

    @Test
    void shouldGiveTheSameAdapterWhenRunTwice() throws IOException {
        // Given
        Path train = chats("train.jsonl", 0, 20);
        Path none = chats("validation.jsonl", 0, 0);
        AdapterTraining training = new AdapterTraining(TinyRun.MODEL, train, none, RECIPE, null, Checkpointing.NONE);

        // When
        PeftAdapter one = training.run(TrainingListener.NONE, () -> false).adapter();
        PeftAdapter two = training.run(TrainingListener.NONE, () -> false).adapter();

        // Then
        assertThat(two).isEqualTo(one);
    }

    @Test
    void shouldSaySoWhenNothingFitsTheLimit() throws IOException {
        // Given
        Path train = chats("train.jsonl", 0, 5);
        TrainingRecipe narrow = RECIPE.withBatching(new Batching(16, 1, 16));

        // When
        var running = assertThatThrownBy(
                () -> new AdapterTraining(TinyRun.MODEL, train, train, narrow, null, Checkpointing.NONE)
                        .run(TrainingListener.NONE, () -> false));

        // Then
        running.isInstanceOf(NoTrainingDataException.class).hasMessageContaining("fits into 16 tokens");
    }

    @Test
    void shouldRefuseToGoOnFromAnAdapterOfAnotherShape() throws IOException {
        // Given
        Path train = chats("train.jsonl", 0, 20);
        PeftAdapter first = new AdapterTraining(TinyRun.MODEL, train, train, RECIPE, null, Checkpointing.NONE)
                .run(TrainingListener.NONE, () -> false)
                .adapter();
        TrainingRecipe wider = RECIPE.withLora(LoraConfig.of(8, 16));

        // When
        var running = assertThatThrownBy(
                () -> new AdapterTraining(TinyRun.MODEL, train, train, wider, first, Checkpointing.NONE)
                        .run(TrainingListener.NONE, () -> false));

        // Then
        running.isInstanceOf(StartAdapterException.class)
                .hasMessageContaining("rank 4, alpha 8.0")
                .hasMessageContaining("rank 8, alpha 16.0");
    }

    @Test
    void shouldNotGoOnFromACheckpointOfARunThatBeganElsewhere() throws IOException {
        // Given
        Path train = chats("train.jsonl", 0, 20);
        Checkpointing checkpointing = Checkpointing.in(folder.resolve("checkpoints"), 1, "snapshot-1");
        PeftAdapter first = new AdapterTraining(TinyRun.MODEL, train, train, RECIPE, null, checkpointing)
                .run(TrainingListener.NONE, () -> false)
                .adapter();

        // When
        var running =
                assertThatThrownBy(() -> new AdapterTraining(TinyRun.MODEL, train, train, RECIPE, first, checkpointing)
                        .run(TrainingListener.NONE, () -> false));

        // Then
        running.hasMessageContaining("give this run a checkpoint folder of its own");
    }

    /** Dropout, 8-bit state, bf16 and a budget of memory included. */
    @Test
    void shouldEndWithTheSameBitsWhenStoppedAndGoneOnWith() throws IOException {
        // Given
        Path train = chats("train.jsonl", 0, 40);
        TrainingRecipe recipe = RECIPE.withPrecision(Precision.BF16)
                .withLora(new LoraConfig(64, 64, 0.1, LoraConfig.ALL_LINEAR, false))
                .withOptimization(Optimization.constant(
                        1e-3, RECIPE.optimization().adamW().inEightBits(true).withRatioOfB(4)));
        PeftAdapter undisturbed = new AdapterTraining(TinyRun.MODEL, train, train, recipe, null, Checkpointing.NONE)
                .run(TrainingListener.NONE, () -> false)
                .adapter();
        Checkpointing checkpointing = Checkpointing.in(folder.resolve("checkpoints"), 100, "snapshot-1");
        AtomicInteger asked = new AtomicInteger();
        Trained stopped = new AdapterTraining(TinyRun.MODEL, train, train, recipe, null, checkpointing)
                .run(TrainingListener.NONE, () -> asked.incrementAndGet() > 4);

        // When
        PeftAdapter resumed = new AdapterTraining(
                        TinyRun.MODEL,
                        train,
                        train,
                        recipe,
                        ActivationMemory.keeping(Keep.INPUTS),
                        null,
                        checkpointing,
                        Device.CPU)
                .run(TrainingListener.NONE, () -> false)
                .adapter();

        // Then
        assertThat(stopped.result().outcome()).isEqualTo(TrainingResult.Outcome.CANCELLED);
        assertThat(resumed).isEqualTo(undisturbed);
    }

    private Path chats(String name, int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(String.format(
                    Locale.ROOT,
                    "{\"id\":\"%d\",\"messages\":[{\"role\":\"user\",\"content\":\"Order %d?\"},"
                            + "{\"role\":\"assistant\",\"content\":\"Your order %d is on its way.\"}]}%n",
                    i,
                    i,
                    i));
        }
        return Files.writeString(folder.resolve(name), lines);
    }
}
