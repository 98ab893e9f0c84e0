package dev.millrace.cli.platform;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** Keeps a second platform off a directory; the system drops it with the process, however that ends. */
final class PlatformLock implements AutoCloseable {
    private final FileChannel channel;

    private PlatformLock(FileChannel channel) {
        this.channel = channel;
    }

    static PlatformLock acquire(PlatformDirectory directory) {
        try {
            FileChannel channel = FileChannel.open(
                    directory.root().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new UserError(ExitCode.ENVIRONMENT, inUse(directory));
            }
            return new PlatformLock(channel);
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.ENVIRONMENT, "directory %s cannot be locked: %s".formatted(directory.root(), e), e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String inUse(PlatformDirectory directory) {
        String holder = RunningPlatform.on(directory)
                .map(running -> " (process %d, HTTP %s)".formatted(running.pid(), running.http()))
                .orElse("");
        return "a platform runs on %s already%s; use it, stop it with Ctrl-C or kill, or choose another --dir"
                .formatted(directory.root(), holder);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
