package dev.millrace.cli.command;

import dev.millrace.runtime.config.MillraceConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config}: a configuration for what needs no platform. */
final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration with the domain's policy; default: what Millrace comes with.")
    private @Nullable Path file;

    /** With what the environment sets on top. */
    MillraceConfig settings() {
        return MillraceConfig.load(Optional.ofNullable(file), System.getenv(), Map.of());
    }
}
