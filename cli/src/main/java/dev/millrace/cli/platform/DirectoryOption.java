package dev.millrace.cli.platform;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --dir}: the directory of a platform on one machine. */
public final class DirectoryOption {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Directory of the platform (MILLRACE_DIR); default: ${DEFAULT-VALUE}.",
            defaultValue = "${env:MILLRACE_DIR:-data}")
    private Path directory = Path.of("data");

    public Path path() {
        return directory;
    }
}
