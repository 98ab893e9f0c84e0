package dev.millrace.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.torch.Device;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.service.ServiceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRunnerTest {
    @TempDir
    private Path directory;

    private JobRunner runner;

    @BeforeEach
    void makeRunner() {
        Map<String, String> settings = Map.of(
                "state.directory", directory.resolve("state").toString(),
                "artifacts.directory", directory.resolve("artifacts").toString());
        runner = new EngineRunner(
                ServiceContext.of(MillraceConfig.load(Optional.empty(), Map.of(), settings)), Device.CPU);
    }

    @Test
    void shouldRememberNothingBeforeTheFirstJob() throws IOException {
        assertThat(runner.remembered()).isEmpty();
    }

    @Test
    void shouldRemoveTheCheckpointsOfTheJobThatItIsToForgetAndOfNoOther() throws IOException {
        // Given
        for (String job : new String[] {"one", "two"}) {
            Path checkpoint = Files.createDirectories(directory.resolve("state/jobs/" + job + "/attempt-1/step-5"));
            Files.writeString(checkpoint.resolve("state.json"), "{}");
        }

        // When
        runner.forget("one");

        // Then
        assertThat(runner.remembered()).containsExactly("two");
        assertThat(directory.resolve("state/jobs/one")).doesNotExist();
    }
}
