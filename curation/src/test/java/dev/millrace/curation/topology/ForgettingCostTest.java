package dev.millrace.curation.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.Cleaning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.ForgettingRocksDbStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What it costs that files forget: events of 1.6 kB put, half of them deleted again. Prints it. */
@EnabledIfSystemProperty(
        named = "millrace.measure",
        matches = "true",
        disabledReason = "SKIPPED: a measurement of minutes; -Dmillrace.measure=true runs it")
class ForgettingCostTest {
    private static final int EVENTS = 100_000;
    private static final int ROUNDS = 3;
    /** Between two calls that have the files forget: more often than in thirty seconds of two thousand conversations. */
    private static final int BETWEEN = 20_000;

    @TempDir
    private Path directory;

    @Test
    void shouldPutAndDeleteAboutAsFastAsTheStoreThatDoesNotForget() {
        for (int round = 0; round < ROUNDS; round++) {
            KeyValueBytesStoreSupplier plain =
                    org.apache.kafka.streams.state.Stores.persistentKeyValueStore(Stores.EVENTS);
            double before = perSecond(plain, new Properties(), directory.resolve("plain-" + round));
            Properties cleaning = new Properties();
            cleaning.put(BoundedRocksDb.CLEANING, new Cleaning(Duration.ofDays(30)));
            double after = perSecond(
                    ForgettingRocksDbStore.supplier(Stores.EVENTS), cleaning, directory.resolve("forgets-" + round));
            System.out.printf("puts and deletes a second: %.0f before, %.0f with forgetting files%n", before, after);
            assertThat(after).isPositive();
        }
    }

    private static double perSecond(KeyValueBytesStoreSupplier supplier, Properties settings, Path state) {
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "cost");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class.getName());
        var context = new MockProcessorContext<Void, Void>(settings, new TaskId(0, 0), state.toFile());
        KeyValueStore<Bytes, byte[]> store = supplier.get();
        store.init(context.getStateStoreContext(), store);
        long begin = System.nanoTime();
        long operations = run(store);
        double seconds = (System.nanoTime() - begin) / 1e9;
        store.close();
        return operations / seconds;
    }

    private static long run(KeyValueStore<Bytes, byte[]> store) {
        byte[] event = "What was said, at some length. ".repeat(53).getBytes(UTF_8);
        List<byte[]> forgotten = new ArrayList<>();
        long operations = 0;
        for (int i = 0; i < EVENTS; i++) {
            store.put(key(i), event);
            operations++;
            if (i % 2 == 1) {
                store.delete(key(i / 2));
                operations++;
            }
            if (i % (BETWEEN / 100) == 0) {
                forgotten.add(key(i / 2).get());
            }
            if (i % BETWEEN == 0) {
                ForgettingRocksDbStore.behind(store).ifPresent(files -> {
                    assertThat(files.forget(List.copyOf(forgotten))).isIn(true, false);
                });
                forgotten.clear();
            }
        }
        return operations;
    }

    private static Bytes key(int i) {
        return Bytes.wrap("%08x/%d".formatted(Integer.reverse(i * 7), i).getBytes(UTF_8));
    }
}
