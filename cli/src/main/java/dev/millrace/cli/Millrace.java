package dev.millrace.cli;

import dev.millrace.cli.command.DemoCommand;
import dev.millrace.cli.command.DoctorCommand;
import dev.millrace.cli.command.ImportCommand;
import dev.millrace.cli.command.ServiceCommand;
import dev.millrace.cli.command.UpCommand;
import dev.millrace.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code millrace} command. */
@Command(
        name = "millrace",
        description = "Live tickets and chats in, ready LoRA adapters out.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT)
public final class Millrace implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        int exit = run(Terminal.detect(System.getenv()), args);
        System.exit(exit);
    }

    /** Runs one command line and gives its exit code. */
    static int run(Terminal terminal, String... args) {
        return commandLine(terminal).execute(args);
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = new CommandLine(new Millrace())
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new UpCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new DoctorCommand(terminal))
                .addSubcommand(new ServiceCommand())
                .addSubcommand(new CommandLine.HelpCommand())
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(Help.defaultColorScheme(terminal.color() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures(terminal));
        addFooter(line);
        return line;
    }

    private static void addFooter(CommandLine line) {
        line.getCommandSpec().usageMessage().footer(Footer.lines());
        line.getSubcommands().values().forEach(Millrace::addFooter);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
