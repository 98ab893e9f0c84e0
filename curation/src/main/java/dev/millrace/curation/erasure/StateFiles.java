package dev.millrace.curation.erasure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches the files of this machine's RocksDB stores: tables as RocksDB reads them, whatever their compression, and any other
 * file as bytes. Stores may be in use meanwhile; a file that goes away while it is looked for is gone.
 */
final class StateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StateFiles.class);
    private static final String TABLE = ".sst";
    /** RocksDB's own log tells of settings and files only; checkpoints of offsets, locks and the like are tiny. */
    private static final String WRITE_AHEAD = ".log";

    private final Path directory;

    StateFiles(Path directory) {
        this.directory = directory;
    }

    Traces search(Set<String> people) {
        RocksDB.loadLibrary();
        Traces traces = new Traces(people);
        for (Path file : files()) {
            try {
                look(file, traces);
            } catch (NoSuchFileException e) {
                LOG.debug("{} is gone", file);
            } catch (RocksDBException | IOException e) {
                if (Files.exists(file)) {
                    throw new IllegalStateException(
                            "%s cannot be searched (%s); the erasure stays incomplete until it can".formatted(file, e),
                            e);
                }
            }
        }
        return traces;
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file ->
                            file.toString().endsWith(TABLE) || file.toString().endsWith(WRITE_AHEAD))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void look(Path file, Traces traces) throws RocksDBException, IOException {
        if (file.toString().endsWith(WRITE_AHEAD)) {
            traces.look(file.toString(), Files.readAllBytes(file));
            return;
        }
        try (Options options = new Options();
                ReadOptions read = new ReadOptions();
                SstFileReader table = new SstFileReader(options)) {
            table.open(file.toString());
            try (SstFileReaderIterator entries = table.newIterator(read)) {
                for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                    String name = file + " " + new String(entries.key(), StandardCharsets.ISO_8859_1);
                    traces.look(name, entries.key());
                    traces.look(name, entries.value());
                }
                entries.status();
            }
        }
    }
}
