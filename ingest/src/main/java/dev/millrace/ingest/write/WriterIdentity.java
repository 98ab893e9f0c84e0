package dev.millrace.ingest.write;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transactional id that outlives the process: the next process on the same directory takes the same one and so ends
 * at once what a killed one left open, while processes that run side by side have different ones.
 *
 * <p>Each id lies in a file of its own, locked by its user until closed.
 */
public final class WriterIdentity implements AutoCloseable {
    private static final int MAX = 1_000;

    private final FileChannel file;
    private final String id;

    private WriterIdentity(FileChannel file, String id) {
        this.file = file;
        this.id = id;
    }

    /** The first id in the directory that nobody uses, made if need be. */
    public static WriterIdentity take(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (int i = 0; i < MAX; i++) {
            WriterIdentity identity = tryTake(directory.resolve("writer-" + i));
            if (identity != null) {
                return identity;
            }
        }
        throw new IOException(
                directory + " has " + MAX + " writers in use; stop some, or give each process its own state directory");
    }

    private static @Nullable WriterIdentity tryTake(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (lock(file) == null) {
            file.close();
            return null;
        }
        return new WriterIdentity(file, readOrWrite(file));
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException usedInThisProcess) {
            return null;
        }
    }

    private static String readOrWrite(FileChannel file) throws IOException {
        String fresh = UUID.randomUUID().toString();
        ByteBuffer bytes = ByteBuffer.allocate(fresh.length());
        file.read(bytes, 0);
        if (!bytes.hasRemaining()) {
            return new String(bytes.array(), StandardCharsets.US_ASCII);
        }
        file.truncate(0).write(ByteBuffer.wrap(fresh.getBytes(StandardCharsets.US_ASCII)), 0);
        file.force(true);
        return fresh;
    }

    public String transactionalId() {
        return "ingest-" + id;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
