package dev.millrace.curation.erasure;

import dev.millrace.curation.snapshot.SnapshotterService;
import dev.millrace.curation.topology.CurationTopology;
import dev.millrace.curation.topology.StoreDomains;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches the files of those RocksDB stores on this machine that hold what people wrote: the events of the curation and the
 * examples of the snapshotter; tables as RocksDB reads them, whatever their compression, and write-ahead logs as bytes. Stores
 * may be in use meanwhile; a file that goes away while it is looked for is gone.
 *
 * <p>Other stores know pseudonyms and ids only, and forget them when RocksDB compacts them.
 */
final class StateFiles {
    private static final Logger LOG = LoggerFactory.getLogger(StateFiles.class);
    private static final String TABLE = ".sst";
    private static final String WRITE_AHEAD = ".log";
    /** Folders of the stores with text. */
    private static final Set<String> STORES = Set.of(CurationTopology.EVENTS_STORE, SnapshotterService.INDEX);

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
                    LOG.warn("{} cannot be searched; erasures stay incomplete until it can: {}", file, e.toString());
                    traces.cannotTell(file.toString());
                }
            }
        }
        return traces;
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (isOfText(file)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                /** Stores come and go while they are looked through. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfText(Path file) {
        String name = file.getFileName().toString();
        Path store = file.getParent();
        return (name.endsWith(TABLE) || name.endsWith(WRITE_AHEAD))
                && store != null
                && STORES.contains(store.getFileName().toString());
    }

    private static String domain(Path file, String key) {
        String store = String.valueOf(file.getParent().getFileName());
        return store.equals(SnapshotterService.INDEX)
                ? SnapshotterService.domainInIndex(key)
                : StoreDomains.of(store, key);
    }

    private static void look(Path file, Traces traces) throws RocksDBException, IOException {
        if (file.toString().endsWith(WRITE_AHEAD)) {
            traces.look(Traces.ANY_DOMAIN, file.toString(), Files.readAllBytes(file));
            return;
        }
        try (Options options = new Options();
                ReadOptions read = new ReadOptions();
                SstFileReader table = new SstFileReader(options)) {
            table.open(file.toString());
            try (SstFileReaderIterator entries = table.newIterator(read)) {
                for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                    String key = new String(entries.key(), StandardCharsets.UTF_8);
                    traces.look(domain(file, key), file + " " + key, entries.key(), entries.value());
                }
                entries.status();
            }
        }
    }
}
