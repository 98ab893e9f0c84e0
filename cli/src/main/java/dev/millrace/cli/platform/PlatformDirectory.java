package dev.millrace.cli.platform;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of a platform and what lies where in it. */
public record PlatformDirectory(Path root) {

    public PlatformDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * Creates what is missing.
     *
     * @throws UserError if it cannot be written to
     */
    public static PlatformDirectory create(Path root) {
        PlatformDirectory directory = new PlatformDirectory(root);
        try {
            Files.createDirectories(directory.logs());
            Files.createDirectories(directory.artifacts());
            Files.createDirectories(directory.state());
            Files.delete(Files.createTempFile(directory.root, ".writable", ""));
            return directory;
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.ENVIRONMENT,
                    "directory %s cannot be written to (%s); make it writable or choose another with --dir"
                            .formatted(directory.root, e),
                    e);
        }
    }

    public Path config() {
        return root.resolve("millrace.yaml");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path registry() {
        return root.resolve("registry");
    }

    public Path state() {
        return root.resolve("state");
    }

    public Path artifacts() {
        return root.resolve("artifacts");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Holds the bearer token of the HTTP interface. */
    public Path token() {
        return root.resolve("token");
    }

    /** Addresses and processes of the running platform. */
    public Path runningFile() {
        return root.resolve("platform.json");
    }

    /** The log file of one process. */
    public Path log(String process) {
        return logs().resolve(process + ".log");
    }
}
