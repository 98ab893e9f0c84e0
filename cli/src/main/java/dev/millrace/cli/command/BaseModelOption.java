package dev.millrace.cli.command;

import dev.millrace.cli.platform.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --base-model}: what adapters are trained on. */
final class BaseModelOption {

    @Option(
            names = "--base-model",
            paramLabel = "DIR",
            description = "Hugging Face folder of the base model; default: the one that Millrace ships.")
    private @Nullable Path folder;

    /** Whether the user named one. */
    boolean chosen() {
        return folder != null;
    }

    /** The folder, which is there. */
    Path model() {
        return folder == null ? Home.baseModel() : Home.model(folder);
    }
}
