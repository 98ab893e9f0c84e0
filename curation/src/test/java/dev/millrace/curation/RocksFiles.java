package dev.millrace.curation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/** Looks into the files of RocksDB, past the database: every byte of them, and the decoded tables, deleted entries included. */
public final class RocksFiles {
    private RocksFiles() {}

    /** The files below a folder that hold a text. */
    public static List<Path> holding(Path folder, String text) throws IOException {
        RocksDB.loadLibrary();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, text))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            boolean raw = asBytes(Files.readAllBytes(file)).contains(asBytes(text.getBytes(UTF_8)));
            return raw || (file.toString().endsWith(".sst") && tableHolds(file, text));
        } catch (NoSuchFileException justCompactedAway) {
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean tableHolds(Path file, String text) {
        try (Options options = new Options();
                ReadOptions read = new ReadOptions();
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(file.toString());
            try (SstFileReaderIterator entries = reader.newIterator(read)) {
                boolean found = false;
                for (entries.seekToFirst(); entries.isValid() && !found; entries.next()) {
                    found = asBytes(entries.value()).contains(asBytes(text.getBytes(UTF_8)));
                }
                return found;
            }
        } catch (RocksDBException justCompactedAway) {
            return false;
        }
    }

    private static String asBytes(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
