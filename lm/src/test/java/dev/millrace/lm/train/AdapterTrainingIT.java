package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.train.AdapterTraining.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
