package dev.millrace.cli.doctor;

import dev.millrace.cli.terminal.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data directory, or the nearest existing one above it. */
final class DirectoryChecks {
    private static final long NEEDED = 2L << 30;

    private DirectoryChecks() {}

    static Finding writable(Path directory) {
        Path existing = existing(directory);
        return Finding.of(
                "directory",
                Files.isDirectory(existing) && Files.isWritable(existing),
                existing
                        + (existing.equals(directory.toAbsolutePath()) ? "" : " (for " + directory.getFileName() + ")"),
                "make it writable for this user, or choose another with --dir");
    }

    static Finding space(Path directory) {
        try {
            long free = Files.getFileStore(existing(directory)).getUsableSpace();
            return Finding.of(
                    "disk", free >= NEEDED, Figures.bytes(free) + " free", "free 2 GiB, or choose another with --dir");
        } catch (IOException e) {
            return Finding.problem("disk", "cannot be asked: " + e, "choose another directory with --dir");
        }
    }

    private static Path existing(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }
}
