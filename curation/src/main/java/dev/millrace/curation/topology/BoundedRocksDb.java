package dev.millrace.curation.topology;

import dev.millrace.schemas.Cleaning;
import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound on the memory of all stores together, whose defaults are 50 MB of cache and 48 MB of buffers each; and, for the store
 * of events, files in levels, so that a part of them can be compacted alone, and none older than what cleaning may lag.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
    /** Streams setting that carries the {@link Cleaning}. */
    static final String CLEANING = "millrace.cleaning";

    private static final long MEMORY = 48L << 20;
    private static final long WRITE_BUFFERS = 16L << 20;
    private static final long WRITE_BUFFER = 2L << 20;

    private static final class Shared {
        static final Cache CACHE;
        static final WriteBufferManager BUFFERS;

        static {
            RocksDB.loadLibrary();
            CACHE = new LRUCache(MEMORY);
            BUFFERS = new WriteBufferManager(WRITE_BUFFERS, CACHE);
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(Shared.BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER);
        options.setMaxWriteBufferNumber(2);
        if (storeName.equals(Stores.EVENTS) && configs.get(CLEANING) instanceof Cleaning cleaning) {
            options.setCompactionStyle(CompactionStyle.LEVEL);
            options.setPeriodicCompactionSeconds(Math.max(1, cleaning.lag().toSeconds()));
        }
    }

    /** The shared cache outlives every store. */
    @Override
    public void close(String storeName, Options options) {}
}
