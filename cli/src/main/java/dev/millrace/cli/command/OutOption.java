package dev.millrace.cli.command;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --out}: a new file or folder. */
final class OutOption {

    @Option(
            names = "--out",
            paramLabel = "PATH",
            required = true,
            description = "What to make; it must not be there yet.")
    private Path path = Path.of("");

    /** The path, at which there is nothing. */
    Path absent() {
        if (Files.exists(path)) {
            throw new UserError(ExitCode.USAGE, path + " exists already; name something new with --out");
        }
        return path.toAbsolutePath().normalize();
    }
}
