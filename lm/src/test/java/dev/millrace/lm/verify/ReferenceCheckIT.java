package dev.millrace.lm.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.kernel.KernelChoice;
import dev.millrace.lm.torch.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceCheckIT {
    static final List<String> FAMILIES = GoldenCases.FAMILIES;
    private static final int CHECKS = 15;

    @AfterEach
    void restoreKernels() {
        System.clearProperty(KernelChoice.PROPERTY);
    }

    static Stream<Arguments> familiesAndKernels() {
        return FAMILIES.stream().flatMap(family -> Stream.of(arguments(family, "avx512"), arguments(family, "torch")));
    }

    @ParameterizedTest
    @MethodSource("familiesAndKernels")
    void shouldAgreeWithTheReferenceInEveryFamilyWithEitherKernels(String family, String kernels) {
        // Given
        System.setProperty(KernelChoice.PROPERTY, kernels);

        // When
        List<CheckResult> results = ReferenceCheck.run(GoldenCases.folder(family), Device.CPU, result -> {});

        // Then
        assertThat(results).hasSize(CHECKS).allMatch(CheckResult::passed, "passes");
    }

    @Test
    void shouldReportTheCheckThatFailsAndRunTheOthersWhenAnExpectationIsWrong(@TempDir Path folder) throws IOException {
        // Given
        copy(GoldenCases.folder("llama"), folder);
        Path generation = folder.resolve("generate.json");
        Files.writeString(
                generation, Files.readString(generation).replace("continuation\": [", "continuation\": [7, "));

        // When
        List<CheckResult> results = ReferenceCheck.run(folder, Device.CPU, result -> {});

        // Then
        assertThat(results).hasSize(CHECKS);
        assertThat(results)
                .filteredOn(result -> !result.passed())
                .singleElement()
                .satisfies(result ->
                        assertThat(result.toString()).startsWith("FAILED").contains("greedy ids"));
    }

    @Test
    void shouldSayWhatIsExpectedWhenTheFolderHoldsNoCase(@TempDir Path folder) {
        // When
        var running = assertThatThrownBy(() -> ReferenceCheck.run(folder, Device.CPU, result -> {}));

        // Then
        running.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("make_reference.py");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var entries = Files.walk(from)) {
            for (Path entry : entries.toList()) {
                Path target = to.resolve(from.relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                }
            }
        }
    }
}
