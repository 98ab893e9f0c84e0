package dev.millrace.lm.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.Precision;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process says that cannot load libtorch: each case in a Java of its own, as a process loads it once. */
class EngineUnavailableIT {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path folder;

    /** Loads a model; prints the reason when the engine is not available. */
    static final class Main {
        public static void main(String... arguments) {
            try (LanguageModel model = LanguageModel.load(
                    Path.of(arguments[0]), LoadOptions.of(Precision.F32).upTo(8))) {
                System.out.println("loaded " + model.config().family());
            } catch (EngineUnavailableException e) {
                System.out.println("unavailable: " + e.getMessage());
            }
        }
    }

    @Test
    void shouldSayWhatToSetWhenThePathHoldsNoLibtorch() throws Exception {
        String output = load(CLASS_PATH, Map.of("PYTORCH_LIBRARY_PATH", folder.toString()));

        assertThat(output).contains("unavailable: PYTORCH_LIBRARY_PATH is " + folder, "or unset it");
    }

    @Test
    void shouldSayWhichVersionToInstallWhenAnotherIsAnnounced() throws Exception {
        String output = load(CLASS_PATH, Map.of("PYTORCH_VERSION", "2.5.0"));

        assertThat(output).contains("unavailable: PYTORCH_VERSION is 2.5.0", "libtorch 2.7.1", "unset");
    }

    @Test
    void shouldSayWhatToInstallWhenTheNativeLibraryIsMissing() throws Exception {
        // Given
        String without = Stream.of(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.contains("pytorch-native"))
                .collect(Collectors.joining(File.pathSeparator));

        // When
        String output = load(without, Map.of("DJL_CACHE_DIR", folder.toString()));

        // Then
        assertThat(output).contains("unavailable: libtorch 2.7.1 could not be loaded", "PYTORCH_LIBRARY_PATH");
    }

    private static String load(String classPath, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Main.class.getName(),
                        GoldenCases.folder("llama").toString())
                .redirectErrorStream(true);
        java.environment().keySet().removeIf(name -> name.startsWith("PYTORCH_"));
        java.environment().putAll(environment);
        Process process = java.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
