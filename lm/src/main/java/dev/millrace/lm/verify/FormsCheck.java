package dev.millrace.lm.verify;

import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.lm.format.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** That a model is the same in every form of its folder; the forms lie in a temporary folder meanwhile. */
final class FormsCheck {

    /** Writes one form into an empty folder. */
    @FunctionalInterface
    interface Form {
        void write(Path folder) throws IOException;
    }

    private static final String GENERATION = "generation_config.json";

    private FormsCheck() {}

    /** What a check finds in a form of a folder. */
    static Finding in(Form form, Function<Path, Finding> check) {
        try {
            Path folder = Files.createTempDirectory("millrace-verify");
            try {
                form.write(folder);
                return check.apply(folder);
            } finally {
                AtomicFiles.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the folder anew: " + e.getMessage(), e);
        }
    }

    /** config.json in the older and in the newer spelling tells one architecture. */
    static Finding spelling(Path folder) {
        ModelConfig expected = ModelConfig.read(folder);
        String config = new FolderForms(folder).respelled().toString();
        return in(to -> write(folder, to, config), to -> {
            Differences differences = new Differences();
            differences.compare(expected, ModelConfig.read(to));
            return differences.finding();
        });
    }

    private static void write(Path from, Path to, String config) throws IOException {
        Files.writeString(to.resolve("config.json"), config);
        Path generation = from.resolve(GENERATION);
        if (Files.exists(generation)) {
            Files.copy(generation, to.resolve(GENERATION));
        }
    }
}
