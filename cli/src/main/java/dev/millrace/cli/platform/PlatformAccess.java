package dev.millrace.cli.platform;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.service.ServiceContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command finds the platform it talks to: the one on a directory, or a cluster that a configuration names. */
public final class PlatformAccess {

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration of a platform that is not on one machine: broker, registry, artifacts.")
    private @Nullable Path config;

    /** The directory of a platform on one machine. */
    public PlatformDirectory directory() {
        return new PlatformDirectory(directory.path());
    }

    /** Whether a configuration is used in place of a directory. */
    public boolean isRemote() {
        return config != null;
    }

    /** The configuration as the platform's services have it. */
    public MillraceConfig config() {
        return config(Map.of());
    }

    /** The same with more on top. */
    public MillraceConfig config(Map<String, String> overrides) {
        if (config != null) {
            return MillraceConfig.load(Optional.of(config), System.getenv(), overrides);
        }
        RunningPlatform running = running();
        return PlatformConfig.load(directory(), running.kafka(), running.registry(), overrides);
    }

    /** What services are made of; closes nothing. */
    public ServiceContext context() {
        return ServiceContext.of(config());
    }

    /** The platform that runs on the directory. */
    public RunningPlatform running() {
        return RunningPlatform.on(directory())
                .orElseThrow(() -> new UserError(
                        ExitCode.UNREACHABLE,
                        "no platform runs on %s; start one with 'millrace up --dir %s', or name another with --dir"
                                .formatted(directory().root(), directory.path())));
    }
}
