package dev.millrace.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds a directory for one process. The operating system drops the lock when the process ends, however it ends; the
 * file itself stays and names the last holder.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String FILE = ".in-use";
    private static final long RETRY_MILLIS = 50;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the directory if need be; waits at most {@code patience} for another holder to go. */
    static DirectoryLock acquire(Path directory, String user, Duration patience) {
        requireUsable(directory, user);
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            Files.createDirectories(directory);
            @Nullable DirectoryLock lock = tryAcquire(directory);
            while (lock == null && System.nanoTime() < deadline) {
                Thread.sleep(RETRY_MILLIS);
                lock = tryAcquire(directory);
            }
            if (lock == null) {
                throw new EmbeddedException(inUse(directory, user));
            }
            return lock;
        } catch (IOException e) {
            throw new EmbeddedException(
                    "%s cannot write to directory %s (%s); make it writable or choose another"
                            .formatted(user, directory, e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while waiting for directory " + directory, e);
        }
    }

    /** The servers' own settings take lists of directories and options after a path. */
    private static void requireUsable(Path directory, String user) {
        if (directory.toString().matches(".*[,;].*")) {
            throw new EmbeddedException(
                    "%s cannot use directory %s: its path has a comma or a semicolon; choose another"
                            .formatted(user, directory));
        }
    }

    private static @Nullable DirectoryLock tryAcquire(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            return null;
        }
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
        return new DirectoryLock(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String inUse(Path directory, String user) throws IOException {
        String pid = Files.readString(directory.resolve(FILE)).strip();
        return "%s cannot use directory %s: process %s uses it; stop that process or choose another directory"
                .formatted(user, directory, pid);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EmbeddedException("cannot release a directory lock: " + e, e);
        }
    }
}
