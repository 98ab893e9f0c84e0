package dev.millrace.curation.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.TablePropertiesCollectorFactory;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A RocksDB with text keys: batches that are written whole or not at all, ranges by prefix, and frozen views.
 *
 * <p>Files forget: one that holds a deletion is compacted with what it deletes, and none stays as it is for longer than a day.
 * {@link #settle} sees to it that deletions reach the files.
 *
 * <p>Survives a killed process. Thread-safe. Frozen views must be closed before the store.
 */
public final class LocalStore implements AutoCloseable {
    private static final long WRITE_BUFFER = 8L << 20;
    private static final Duration OLDEST_FILE = Duration.ofDays(1);
    /** So many entries are looked at together, of which one deletion is enough; no share of a whole file is asked for. */
    private static final int DELETION_WINDOW = 128;

    private static final int DELETIONS = 1;
    private static final double ANY_SHARE = 0;

    private final Options options;
    private final TablePropertiesCollectorFactory deletions;
    private final RocksDB db;
    private final AtomicBoolean unsettled = new AtomicBoolean();

    private LocalStore(Options options, TablePropertiesCollectorFactory deletions, RocksDB db) {
        this.options = options;
        this.deletions = deletions;
        this.db = db;
    }

    /** Opens the store in a directory, which need not be there. */
    public static LocalStore open(Path directory) {
        RocksDB.loadLibrary();
        TablePropertiesCollectorFactory deletions =
                TablePropertiesCollectorFactory.NewCompactOnDeletionCollectorFactory(
                        DELETION_WINDOW, DELETIONS, ANY_SHARE);
        Options options = new Options()
                .setCreateIfMissing(true)
                .setWriteBufferSize(WRITE_BUFFER)
                .setMaxWriteBufferNumber(2)
                .setKeepLogFileNum(2)
                .setPeriodicCompactionSeconds(OLDEST_FILE.toSeconds())
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
        options.setTablePropertiesCollectorFactory(List.of(deletions));
        try {
            Files.createDirectories(directory);
            return new LocalStore(options, deletions, RocksDB.open(options, directory.toString()));
        } catch (IOException | RocksDBException e) {
            options.close();
            deletions.close();
            throw new UserError(
                    ExitCode.ENVIRONMENT,
                    "the snapshotter's index %s cannot be opened (%s); is another snapshotter running on it? If it is damaged, delete the folder: it is built again from the topic"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    public byte @Nullable [] get(String key) {
        try {
            return db.get(key.getBytes(UTF_8));
        } catch (RocksDBException e) {
            throw failed("read", e);
        }
    }

    /** What is put and deleted here is written as one. */
    public void write(Consumer<Changes> changes) {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions write = new WriteOptions()) {
            Changes made = new Changes(batch);
            changes.accept(made);
            db.write(write, batch);
            if (made.forgets) {
                unsettled.set(true);
            }
        } catch (RocksDBException e) {
            throw failed("written", e);
        }
    }

    /** Changes to be written together. */
    public static final class Changes {
        private final WriteBatch batch;
        private boolean forgets;

        private Changes(WriteBatch batch) {
            this.batch = batch;
        }

        /** A null value deletes. */
        public void put(String key, byte @Nullable [] value) {
            try {
                if (value == null) {
                    forgets = true;
                    batch.delete(key.getBytes(UTF_8));
                } else {
                    batch.put(key.getBytes(UTF_8), value);
                }
            } catch (RocksDBException e) {
                throw failed("written", e);
            }
        }

        void delete(String key) {
            put(key, null);
        }

        void deletePrefix(String prefix) {
            deleteRange(prefix.getBytes(UTF_8), end(prefix));
        }

        void deleteAll() {
            deleteRange(new byte[0], new byte[] {(byte) 0xff});
        }

        private void deleteRange(byte[] from, byte[] to) {
            forgets = true;
            try {
                batch.deleteRange(from, to);
            } catch (RocksDBException e) {
                throw failed("written", e);
            }
        }
    }

    /**
     * Writes deletions that are still in memory to a file, so that they meet what they delete; does nothing when there are none.
     * Costs a file of what was written since the last time: not to be called after each write.
     */
    void settle() {
        if (unsettled.compareAndSet(true, false)) {
            try (FlushOptions flush = new FlushOptions()) {
                db.flush(flush);
            } catch (RocksDBException e) {
                throw failed("written", e);
            }
        }
    }

    /** The first key after all of a prefix; UTF-8 has no byte 0xff. */
    private static byte[] end(String prefix) {
        byte[] bytes = prefix.getBytes(UTF_8);
        bytes[bytes.length - 1]++;
        return bytes;
    }

    /** Keys with a prefix, in order. */
    List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        try (RocksIterator entries = db.newIterator()) {
            for (entries.seek(prefix.getBytes(UTF_8)); entries.isValid(); entries.next()) {
                String key = new String(entries.key(), UTF_8);
                if (!key.startsWith(prefix)) {
                    break;
                }
                keys.add(key);
            }
        }
        return keys;
    }

    /** The store as it is now. */
    public Frozen freeze() {
        return new Frozen(db);
    }

    /** A view that later writes do not change. */
    public static final class Frozen implements AutoCloseable {
        private final RocksDB db;
        private final Snapshot snapshot;
        private final ReadOptions read;

        private Frozen(RocksDB db) {
            this.db = db;
            this.snapshot = db.getSnapshot();
            this.read = new ReadOptions().setSnapshot(snapshot);
        }

        public byte @Nullable [] get(String key) {
            try {
                return db.get(read, key.getBytes(UTF_8));
            } catch (RocksDBException e) {
                throw failed("read", e);
            }
        }

        /** Hands out the values of keys with a prefix, in order of key, unless its thread is interrupted. */
        void forEach(String prefix, Consumer<byte[]> action) {
            forEachEntry(prefix, (key, value) -> action.accept(value));
        }

        /** The same with the keys. */
        public void forEachEntry(String prefix, BiConsumer<String, byte[]> action) {
            try (RocksIterator entries = db.newIterator(read)) {
                for (entries.seek(prefix.getBytes(UTF_8)); entries.isValid(); entries.next()) {
                    String key = new String(entries.key(), UTF_8);
                    if (!key.startsWith(prefix)) {
                        break;
                    }
                    if (Thread.currentThread().isInterrupted()) {
                        throw new IllegalStateException("broken off");
                    }
                    action.accept(key, entries.value());
                }
                entries.status();
            } catch (RocksDBException e) {
                throw failed("read", e);
            }
        }

        @Override
        public void close() {
            read.close();
            db.releaseSnapshot(snapshot);
        }
    }

    private static IllegalStateException failed(String what, RocksDBException e) {
        return new IllegalStateException("the snapshotter's index cannot be " + what + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        db.close();
        options.close();
        deletions.close();
    }
}
