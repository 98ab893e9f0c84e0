package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The TorchScript of the engine runs on every device: no function makes a tensor without saying where. */
class ProgramsTest {
    private static final Path SOURCES = Path.of("src", "main", "resources");
    private static final Pattern CREATION =
            Pattern.compile("torch\\.(zeros|ones|empty|full|arange|linspace|eye|rand|randn|randint|tensor)\\(");

    @Test
    void shouldMakeNoTensorWithoutNamingItsDevice() throws IOException {
        // Given
        List<String> lines = lines();

        // When
        List<String> creations =
                lines.stream().filter(line -> CREATION.matcher(line).find()).toList();

        // Then
        assertThat(creations).isNotEmpty().allSatisfy(line -> assertThat(line).contains("device="));
    }

    private static List<String> lines() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".py"))
                    .flatMap(ProgramsTest::read)
                    .toList();
        }
    }

    private static Stream<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
