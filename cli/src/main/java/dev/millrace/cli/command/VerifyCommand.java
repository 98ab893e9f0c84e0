package dev.millrace.cli.command;

import dev.millrace.cli.terminal.Terminal;
import dev.millrace.lm.verify.CheckResult;
import dev.millrace.lm.verify.ReferenceCheck;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace verify}: holds the engine against reference numbers. */
@Command(
        name = "verify",
        description = "Holds the engine against a folder of reference cases: one line a check with its largest error.")
public final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "Folder made by make_reference.py, or one case of it.")
    private Path directory = Path.of("");

    @Mixin
    private final DeviceOption device = new DeviceOption();

    public VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<CheckResult> results = check();
        long failed = results.stream().filter(result -> !result.passed()).count();
        terminal.println("%d checks, %d past tolerance".formatted(results.size(), failed));
        return (failed == 0 ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private List<CheckResult> check() {
        try {
            return ReferenceCheck.run(directory, device.device(), result -> terminal.println(result.toString()));
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitCode.NOT_FOUND, String.valueOf(e.getMessage()), e);
        }
    }
}
