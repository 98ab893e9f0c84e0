package dev.millrace.ingest.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Remembers when a file was first imported: the time of its conversations where the file itself tells none. */
final class FileTimes {
    private final Path directory;
    private final Clock clock;

    FileTimes(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** The time of the first import of a file with this fingerprint, which is now if it never was imported. */
    Instant of(String fingerprint) throws IOException {
        Path file = directory.resolve(fingerprint + ".time");
        if (Files.exists(file)) {
            return Instant.parse(Files.readString(file).strip());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(directory, fingerprint, ".tmp");
        Files.writeString(temporary, now.toString(), StandardOpenOption.SYNC);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        return now;
    }
}
