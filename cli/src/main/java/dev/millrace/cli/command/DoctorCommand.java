package dev.millrace.cli.command;

import dev.millrace.cli.doctor.Doctor;
import dev.millrace.cli.doctor.Finding;
import dev.millrace.cli.platform.DirectoryOption;
import dev.millrace.cli.terminal.Style;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "doctor", description = "Says what is missing on this machine and what to do about it.")
public final class DoctorCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 8080;

    private final Terminal terminal;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Option(
            names = "--http-port",
            description = "Port it would listen on; default: ${DEFAULT-VALUE}.",
            defaultValue = "8080")
    private int httpPort = DEFAULT_PORT;

    @Mixin
    private final JsonOption json = new JsonOption();

    public DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(directory.path(), httpPort).examine();
        if (json.chosen()) {
            JsonOption.print(terminal, findings);
        } else {
            findings.forEach(this::print);
        }
        boolean healthy = findings.stream().allMatch(Finding::ok);
        return (healthy ? ExitCode.OK : ExitCode.ENVIRONMENT).code();
    }

    private void print(Finding finding) {
        terminal.println("%s %s  %s"
                .formatted(
                        terminal.mark(finding.ok()),
                        terminal.styled("%-10s".formatted(finding.check()), Style.BOLD),
                        finding.found()));
        if (!finding.ok()) {
            terminal.println("   what to do: " + finding.remedy());
        }
    }
}
