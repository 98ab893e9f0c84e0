package dev.millrace.lm.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files and folders that are whole or absent: written under a temporary name beside the target, synced, then renamed. A
 * crash leaves at most a {@code .tmp} remainder, which the next write of the same target replaces.
 */
public final class AtomicFiles {
    private static final String SUFFIX = ".tmp";
    private static final int PIECE = 1 << 20;

    /** Writes into an open channel. */
    @FunctionalInterface
    public interface ChannelWriter {
        void write(FileChannel channel) throws IOException;
    }

    /** Fills an empty folder. */
    @FunctionalInterface
    public interface FolderWriter {
        void write(Path folder) throws IOException;
    }

    private AtomicFiles() {}

    public static void writeFile(Path target, byte[] content) {
        writeFile(target, channel -> writeFully(channel, ByteBuffer.wrap(content)));
    }

    /** Writes all that remains, in pieces: the system's copy of memory from the Java heap is as large as a piece. */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + PIECE));
            channel.write(bytes);
        }
        bytes.limit(end);
    }

    /** Replaces {@code target} with what the writer writes; on failure the old file stays. */
    public static void writeFile(Path target, ChannelWriter writer) {
        Path temporary = temporary(target);
        try {
            Files.createDirectories(temporary.getParent());
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writer.write(channel);
                channel.force(true);
            }
            rename(temporary, target);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + target, e);
        }
    }

    /** Makes {@code target} a folder with what the writer writes; an older folder of that name is replaced. */
    public static void writeFolder(Path target, FolderWriter writer) {
        Path temporary = temporary(target);
        try {
            delete(temporary);
            Files.createDirectories(temporary);
            writer.write(temporary);
            for (Path file : tree(temporary)) {
                sync(file);
            }
            delete(target);
            rename(temporary, target);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + target, e);
        }
    }

    /** Removes a file or folder with all it holds; absent is fine. */
    public static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            List<Path> paths = tree(path);
            for (int i = paths.size() - 1; i >= 0; i--) {
                Files.deleteIfExists(paths.get(i));
            }
        }
    }

    private static Path temporary(Path target) {
        Path absolute = target.toAbsolutePath();
        return absolute.resolveSibling(absolute.getFileName() + SUFFIX);
    }

    private static List<Path> tree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(to + " is on a file system without atomic rename", e);
        }
        sync(to.toAbsolutePath().getParent());
    }

    /** Folders are opened for reading only; that is how a rename inside them is made durable. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
