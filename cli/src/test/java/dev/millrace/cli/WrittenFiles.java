package dev.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/** Looks for texts in every file under a folder: unpacked where it is gzip, read by RocksDB where it is a table, and as bytes. */
final class WrittenFiles {
    private WrittenFiles() {}

    static List<String> holding(Path folder, List<String> texts) throws IOException, RocksDBException {
        RocksDB.loadLibrary();
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = content(file);
                texts.stream()
                        .filter(content::contains)
                        .forEach(text -> found.add(folder.relativize(file) + " " + text));
            }
        }
        return found;
    }

    private static String content(Path file) throws IOException, RocksDBException {
        String name = file.toString();
        if (name.endsWith(".sst")) {
            return table(file) + bytes(file);
        }
        if (name.endsWith(".gz")) {
            try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(file))) {
                return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        return bytes(file);
    }

    private static String bytes(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private static String table(Path file) throws RocksDBException {
        StringBuilder text = new StringBuilder();
        try (Options options = new Options();
                ReadOptions read = new ReadOptions();
                SstFileReader table = new SstFileReader(options)) {
            table.open(file.toString());
            try (SstFileReaderIterator entries = table.newIterator(read)) {
                for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                    text.append(new String(entries.key(), StandardCharsets.ISO_8859_1))
                            .append(new String(entries.value(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return text.toString();
    }
}
