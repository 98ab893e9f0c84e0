package dev.millrace.cli.command;

import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.config.MillraceConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace config}: the configuration as it holds. */
@Command(name = "config", description = "Shows the configuration.")
public final class ConfigCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    public ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(terminal.out());
        }
    }

    @Command(
            name = "show",
            description = "Shows every key with its value, defaults and environment included; secrets as ***.")
    int show(@Mixin PlatformAccess platform, @Mixin JsonOption json) {
        MillraceConfig config = platform.config();
        terminal.println(json.chosen() ? config.toJson() : config.toYaml());
        return ExitCode.OK.code();
    }
}
