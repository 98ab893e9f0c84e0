package dev.millrace.ingest.topic;

import dev.millrace.runtime.config.TopicSourceConfig;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ForeignRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records of other systems' topics in the form in which they are kept when they cannot be mapped. */
final class ForeignRecords {
    /** What is larger would not fit into a record of ours, with what stands around it. */
    private static final int MOST_KEPT = 900_000;

    private ForeignRecords() {}

    static ForeignRecord of(String mapping, ConsumerRecord<byte[], byte[]> record) {
        return new ForeignRecord(
                mapping,
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                wrapped(record.key()),
                wrapped(record.value()));
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    /** Where it lies, such as {@code shop.tickets-0 offset 12}. */
    static String place(ForeignRecord record) {
        return record.getTopic() + "-" + record.getPartition() + " offset " + record.getOffset();
    }

    /** The event that becomes its dead letter; what is too large is left out. */
    static Event<ForeignRecord> deadLetter(String name, TopicSourceConfig config, ForeignRecord record) {
        String id = record.getTopic() + "-" + record.getPartition() + "-" + record.getOffset();
        return new Event<>(
                Topics.FOREIGN.name(),
                record.getPartition(),
                record.getOffset(),
                record.getTimestamp(),
                Keys.conversation(Objects.requireNonNull(config.domain()), source(name, config), id),
                new ForeignRecord(
                        record.getMapping(),
                        record.getTopic(),
                        record.getPartition(),
                        record.getOffset(),
                        record.getTimestamp(),
                        kept(record.getKey(), 0),
                        kept(record.getValue(), size(record.getKey()))));
    }

    /** Source of a configuration's events. */
    static String source(String name, TopicSourceConfig config) {
        return config.source() == null ? name : config.source();
    }

    private static @Nullable ByteBuffer kept(@Nullable ByteBuffer bytes, int others) {
        return size(bytes) + others <= MOST_KEPT ? bytes : null;
    }

    private static int size(@Nullable ByteBuffer bytes) {
        return bytes == null ? 0 : bytes.remaining();
    }
}
