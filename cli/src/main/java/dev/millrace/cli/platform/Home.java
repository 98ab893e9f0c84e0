package dev.millrace.cli.platform;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where Millrace itself is installed; the launch script says so. */
public final class Home {

    private static final String PROPERTY = "millrace.home";

    private Home() {}

    /** The base model that Millrace ships. */
    public static Path baseModel() {
        return model(Path.of(System.getProperty(PROPERTY, "."), "models", "base"));
    }

    /** A base model's folder, which must hold one. */
    public static Path model(Path folder) {
        if (!Files.isRegularFile(folder.resolve("config.json"))) {
            throw new UserError(
                    ExitCode.NOT_FOUND,
                    folder + " holds no model (there is no config.json); expected a Hugging Face model folder");
        }
        return folder.toAbsolutePath().normalize();
    }
}
