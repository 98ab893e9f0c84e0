package dev.millrace.cli.inspect;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out what lies at a path. */
public final class Inspector {
    private Inspector() {}

    /**
     * Looks at a file or folder.
     *
     * @throws UserError where there is nothing, or nothing known
     */
    public static Inspection inspect(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new UserError(ExitCode.NOT_FOUND, "there is nothing at " + path);
        }
        if (path.toString().endsWith(".gguf")) {
            return GgufInspection.of(path);
        }
        if (path.toString().endsWith(".safetensors")) {
            return TensorFiles.inspection(path);
        }
        if (Files.isRegularFile(path.resolve("adapter_config.json"))) {
            return AdapterInspection.of(path);
        }
        if (Files.isRegularFile(path.resolve("config.json"))) {
            return ModelInspection.of(path);
        }
        if (Files.isRegularFile(path.resolve("manifest.json"))) {
            return SnapshotInspection.of(path);
        }
        throw new UserError(
                ExitCode.BAD_INPUT,
                path + " is nothing that Millrace knows; expected a model folder (config.json), an adapter"
                        + " (adapter_config.json), a snapshot (manifest.json), or a .gguf or .safetensors file");
    }
}
