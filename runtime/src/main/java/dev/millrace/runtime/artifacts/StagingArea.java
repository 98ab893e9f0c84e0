package dev.millrace.runtime.artifacts;

import dev.millrace.runtime.files.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hidden folder of unfinished artifacts. Each process holds a lock in a folder of its own there; what nobody holds
 * belonged to a process that is gone, and is swept away.
 */
final class StagingArea {

    private static final String LOCK = ".lock";

    private final Path mine;

    /** Keeps the lock: the process holds it until it ends. */
    private final FileChannel lock;

    private StagingArea(Path mine, FileChannel lock) {
        this.mine = mine;
        this.lock = lock;
    }

    static StagingArea open(Path root) throws IOException {
        Path area = Files.createDirectories(root.resolve(".staging"));
        sweep(area);
        Path mine = Files.createDirectory(area.resolve(UUID.randomUUID().toString()));
        FileChannel channel = FileChannel.open(mine.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return new StagingArea(mine, channel);
    }

    /** A new name in this process's folder. */
    Path name() {
        if (!lock.isOpen()) {
            throw new IllegalStateException("the lock of " + mine + " was closed");
        }
        return mine.resolve(UUID.randomUUID().toString());
    }

    private static void sweep(Path area) throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.list(area)) {
            folders = found.filter(Files::isDirectory).toList();
        }
        for (Path folder : folders) {
            if (isAbandoned(folder)) {
                DurableFiles.deleteTree(folder);
            }
        }
    }

    /** A folder without its lock file yet is just being made. */
    private static boolean isAbandoned(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(LOCK))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }
}
