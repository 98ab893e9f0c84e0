package org.apache.kafka.streams.state.internals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A RocksDB store whose files can be made to forget what was deleted.
 *
 * <p>RocksDB keeps a deleted value in a file until a compaction meets it with its deletion, which waits in memory until there is
 * enough to write; a quiet store forgets nothing. Streams has no call for it, and lets nobody but its own package see the
 * database: so this class lies in it. Look at it again with each release of Kafka; {@code ForgottenFilesTest} fails where
 * it does not work any more.
 *
 * <p>Thread-safe, as Streams' store is.
 */
@NullMarked
public final class ForgettingRocksDbStore extends RocksDBStore {
    private static final Logger LOG = LoggerFactory.getLogger(ForgettingRocksDbStore.class);
    private static final String METRICS_SCOPE = "rocksdb";
    private static final ExecutorService COMPACTIONS = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "forgetting");
        thread.setDaemon(true);
        return thread;
    });

    private List<ColumnFamilyHandle> families = List.of();
    private @Nullable Compaction running;
    private CompletableFuture<Void> compaction = CompletableFuture.completedFuture(null);

    private ForgettingRocksDbStore(String name) {
        super(name, METRICS_SCOPE);
    }

    /** Makes stores of a name. */
    public static KeyValueBytesStoreSupplier supplier(String name) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new ForgettingRocksDbStore(name);
            }

            @Override
            public String metricsScope() {
                return METRICS_SCOPE;
            }
        };
    }

    /** The store that a store as processors get it rests on, if it is one of these. */
    public static Optional<ForgettingRocksDbStore> behind(StateStore store) {
        StateStore inner = store;
        while (inner instanceof WrappedStateStore<?, ?, ?> wrapper) {
            inner = wrapper.wrapped();
        }
        return inner instanceof ForgettingRocksDbStore found ? Optional.of(found) : Optional.empty();
    }

    @Override
    protected List<ColumnFamilyHandle> openRocksDB(
            DBOptions options, ColumnFamilyDescriptor data, ColumnFamilyDescriptor... others) {
        families = super.openRocksDB(options, data, others);
        return families;
    }

    /**
     * Writes what is in memory to a file, and goes on in the background to take what was deleted or replaced so far out of the
     * files, where its keys begin with one of these.
     *
     * @return false, with nothing done, while an earlier call is still at work
     */
    public synchronized boolean forget(List<byte[]> prefixes) {
        if (!isOpen() || !compaction.isDone()) {
            return false;
        }
        try (FlushOptions now = new FlushOptions().setWaitForFlush(true)) {
            // All families: what tells after a crash how far the data goes must not be older than the data.
            db.flush(now, families);
        } catch (RocksDBException e) {
            LOG.warn("store {} could not be written to its files and is tried again: {}", name(), e.getMessage());
            return false;
        }
        if (!prefixes.isEmpty()) {
            Compaction next = new Compaction(db, families.get(0), prefixes, new CompactRangeOptions());
            endCompaction();
            running = next;
            compaction = CompletableFuture.runAsync(() -> compact(next), COMPACTIONS);
        }
        return true;
    }

    /** What the background works on; stays open until it is done. */
    private record Compaction(
            RocksDB files, ColumnFamilyHandle data, List<byte[]> prefixes, CompactRangeOptions options) {}

    private void compact(Compaction work) {
        try {
            work.options().setExclusiveManualCompaction(false);
            for (byte[] prefix : work.prefixes()) {
                work.files().compactRange(work.data(), prefix, end(prefix), work.options());
            }
        } catch (RocksDBException e) {
            LOG.warn(
                    "the files of store {} hold what was erased until the next compaction: {}", name(), e.getMessage());
        }
    }

    /** The first key after all of a prefix, which is text. */
    private static byte[] end(byte[] prefix) {
        byte[] end = Arrays.copyOf(prefix, prefix.length);
        end[end.length - 1]++;
        return end;
    }

    @Override
    public synchronized void close() {
        endCompaction();
        super.close();
    }

    /** The files must not be closed under it. */
    private void endCompaction() {
        if (running != null) {
            running.options().setCanceled(true);
            compaction.join();
            running.options().close();
            running = null;
        }
    }
}
