package dev.millrace.runtime.files;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A secret in a file that its owner alone may read (mode 0600), made once; several processes may race to make it. */
public final class SecretFile {

    private SecretFile() {}

    /** The file's bytes; where there is no file, makes it whole from the supplier. */
    public static byte[] readOrCreate(Path file, Supplier<byte[]> secret) {
        try {
            if (!Files.exists(file)) {
                create(file.toAbsolutePath(), secret.get());
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.ENVIRONMENT,
                    "cannot read or make the secret file %s (%s); check the folder's rights".formatted(file, e),
                    e);
        }
    }

    /** A new hard link appears only if nobody was faster, and only with all of its content. */
    private static void create(Path file, byte[] secret) throws IOException {
        DurableFiles.createDirectories(file.getParent());
        Path temporary = Files.createTempFile(file.getParent(), ".secret", null);
        try {
            Files.write(temporary, secret);
            DurableFiles.sync(temporary);
            Files.createLink(file, temporary);
            DurableFiles.sync(file.getParent());
        } catch (FileAlreadyExistsException anotherProcessWasFaster) {
            // Its secret is the one to use.
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
