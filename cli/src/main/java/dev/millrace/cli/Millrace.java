package dev.millrace.cli;

import dev.millrace.cli.command.AdaptersCommand;
import dev.millrace.cli.command.AskCommand;
import dev.millrace.cli.command.ConfigCommand;
import dev.millrace.cli.command.CurateCommand;
import dev.millrace.cli.command.DemoCommand;
import dev.millrace.cli.command.DlqCommand;
import dev.millrace.cli.command.DoctorCommand;
import dev.millrace.cli.command.EraseCommand;
import dev.millrace.cli.command.ErasuresCommand;
import dev.millrace.cli.command.EvaluateCommand;
import dev.millrace.cli.command.ExportCommand;
import dev.millrace.cli.command.GcCommand;
import dev.millrace.cli.command.GenerateCommand;
import dev.millrace.cli.command.ImportCommand;
import dev.millrace.cli.command.InfoCommand;
import dev.millrace.cli.command.JobsCommand;
import dev.millrace.cli.command.LogitsCommand;
import dev.millrace.cli.command.MergeCommand;
import dev.millrace.cli.command.QuantizeCommand;
import dev.millrace.cli.command.RedactCommand;
import dev.millrace.cli.command.RejectionsCommand;
import dev.millrace.cli.command.ServiceCommand;
import dev.millrace.cli.command.SnapshotsCommand;
import dev.millrace.cli.command.StatusCommand;
import dev.millrace.cli.command.TrainCommand;
import dev.millrace.cli.command.UpCommand;
import dev.millrace.cli.command.VerifyCommand;
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
                .addSubcommand(new CurateCommand(terminal))
                .addSubcommand(new RedactCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new SnapshotsCommand(terminal))
                .addSubcommand(new JobsCommand(terminal))
                .addSubcommand(new AdaptersCommand(terminal))
                .addSubcommand(new RejectionsCommand(terminal))
                .addSubcommand(new EraseCommand(terminal))
                .addSubcommand(new ErasuresCommand(terminal))
                .addSubcommand(new DlqCommand(terminal))
                .addSubcommand(new AskCommand(terminal))
                .addSubcommand(new TrainCommand(terminal))
                .addSubcommand(new EvaluateCommand(terminal))
                .addSubcommand(new GenerateCommand(terminal, System.in))
                .addSubcommand(new MergeCommand(terminal))
                .addSubcommand(new QuantizeCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new InfoCommand(terminal))
                .addSubcommand(new ConfigCommand(terminal))
                .addSubcommand(new GcCommand(terminal))
                .addSubcommand(new DoctorCommand(terminal))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new LogitsCommand())
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
