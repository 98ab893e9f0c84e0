package dev.millrace.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.evaluator.gate.Check;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.schemas.event.ArtifactFile;
import dev.millrace.schemas.event.EvaluationCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidateFilesTest {
    @TempDir
    Path directory;

    @Test
    void shouldPassWhenFilesAreWhatTheEventSays() throws IOException {
        // Given
        Path folder = adapter(0.02f);

        // When
        List<EvaluationCheck> checks = CandidateFiles.check(folder, TestCandidates.files(folder));

        // Then
        assertThat(checks).hasSizeGreaterThan(1).noneMatch(Check::failed);
    }

    @Test
    void shouldFailByHashWhenAByteOfTheWeightsFlipped() throws IOException {
        // Given
        Path folder = adapter(0.02f);
        List<ArtifactFile> files = TestCandidates.files(folder);
        TestCandidates.flipLastByte(folder);

        // When
        List<EvaluationCheck> checks = CandidateFiles.check(folder, files);

        // Then
        assertThat(failure(checks))
                .contains(PeftAdapter.WEIGHTS_FILE)
                .contains("SHA-256")
                .contains("expected");
    }

    @Test
    void shouldFailWhenTheWeightsWereCutBeforeTheyWereHashed() throws IOException {
        // Given
        Path folder = adapter(0.02f);
        Path weights = folder.resolve(PeftAdapter.WEIGHTS_FILE);
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(whole, whole.length / 2));

        // When
        List<EvaluationCheck> checks = CandidateFiles.check(folder, TestCandidates.files(folder));

        // Then
        assertThat(failure(checks)).contains(PeftAdapter.WEIGHTS_FILE);
    }

    @Test
    void shouldFailWhenTheAdapterIsTheBase() throws IOException {
        // Given
        Path folder = adapter(0);

        // When
        List<EvaluationCheck> checks = CandidateFiles.check(folder, TestCandidates.files(folder));

        // Then
        assertThat(failure(checks)).isEqualTo("every lora_B is zero: the adapter changes nothing");
    }

    @Test
    void shouldFailWithTheTensorsNameWhenAWeightIsNotANumber() throws IOException {
        // Given
        Path folder = adapter(Float.NaN);

        // When
        List<EvaluationCheck> checks = CandidateFiles.check(folder, TestCandidates.files(folder));

        // Then
        assertThat(failure(checks)).contains("lora_B.weight holds NaN");
    }

    @Test
    void shouldFailWhenAFileIsMissingOrOutsideTheFolder() throws IOException {
        // Given
        Path folder = adapter(0.02f);
        ArtifactFile missing = new ArtifactFile("other.bin", "0".repeat(64), 1L);
        ArtifactFile outside = new ArtifactFile("../adapter/adapter_config.json", "0".repeat(64), 1L);
        ArtifactFile farOutside = new ArtifactFile("../../secret", "0".repeat(64), 1L);

        // When
        List<String> failures = new ArrayList<>();
        for (ArtifactFile file : List.of(missing, outside, farOutside)) {
            failures.add(failure(CandidateFiles.check(folder, List.of(file))));
        }

        // Then
        assertThat(failures.get(0)).isEqualTo("the file other.bin is missing");
        assertThat(failures.get(1)).contains("expected " + "0".repeat(64));
        assertThat(failures.get(2)).isEqualTo("the file ../../secret is missing");
    }

    private Path adapter(float value) throws IOException {
        return TestAdapters.constant(value, directory.resolve("adapter"));
    }

    private static String failure(List<EvaluationCheck> checks) {
        return checks.stream().filter(Check::failed).findFirst().orElseThrow().getDetail();
    }
}
