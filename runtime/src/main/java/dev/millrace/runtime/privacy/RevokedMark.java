package dev.millrace.runtime.privacy;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.files.DurableFiles;
import dev.millrace.schemas.event.AdapterRevoked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code REVOKED} in the folder of an adapter that must not be used any more. It is for whoever is given a folder and no
 * platform; {@code adapters.revoked.v1} is what counts.
 */
public final class RevokedMark {
    private static final String FILE = "REVOKED";

    private RevokedMark() {}

    /** Marks an adapter's folder, unless it is. */
    static void write(Path folder, AdapterRevoked revocation) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            DurableFiles.write(file, (how(revocation) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** When and why an adapter was revoked. */
    public static String how(AdapterRevoked revocation) {
        return "at %s, reason: %s".formatted(revocation.getRevokedAt(), revocation.getReason());
    }

    /**
     * The folder itself, if it may be used.
     *
     * @throws UserError if the adapter in it was revoked
     */
    public static Path unrevoked(Path folder) {
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            throw new UserError(ExitCode.FAILED, message("the adapter in " + folder, read(file)));
        }
        return folder;
    }

    /** Why a revoked adapter is refused, and what to use instead. */
    public static String message(String adapter, String how) {
        return "%s was revoked (%s) and may not be used any more, as when a person in its training data asked to be forgotten. Use the newest adapter of its domain; 'millrace adapters' lists them"
                .formatted(adapter, how);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
