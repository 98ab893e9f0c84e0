package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.write.Outgoing;
import dev.millrace.schemas.event.ForeignRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** From another system's record to what is written of it. For one thread; the caller closes it. */
final class RecordMapper implements AutoCloseable {
    private final ValueDecoder decoder;
    private final TopicMapping mapping;
    private final SourceEvents source;
    private final long maxBytes;

    RecordMapper(ValueDecoder decoder, TopicMapping mapping, SourceEvents source, long maxBytes) {
        this.decoder = decoder;
        this.mapping = mapping;
        this.source = source;
        this.maxBytes = maxBytes;
    }

    /** What a record gives, to be written together. */
    record Result(Outcome outcome, List<? extends Outgoing<?>> events) {}

    /**
     * Maps one record.
     *
     * @throws org.apache.kafka.common.KafkaException if it cannot be read now, which is no fault of the record's
     */
    Result map(ForeignRecord record) throws UnmappableException {
        ByteBuffer value = record.getValue();
        if (value == null) {
            return new Result(Outcome.PASSED_OVER, List.of());
        }
        if (value.remaining() > maxBytes) {
            throw new UnmappableException("the value has " + value.remaining() + " bytes; expected at most " + maxBytes
                    + " (maxRecordBytes)");
        }
        Mapped mapped = mapping.read(
                decoder.decode(record.getTopic(), AvroTree.bytes(value)), around(record), bytes(record.getKey()));
        return new Result(
                mapped.outcome(),
                mapped.drafts().stream()
                        .map(draft -> outgoing(mapping.kind(), draft))
                        .toList());
    }

    /** What Kafka tells of a record beside its value. */
    private ObjectNode around(ForeignRecord record) {
        ObjectNode around = JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", record.getTimestamp().toEpochMilli());
        if (mapping.asksForKey() && record.getKey() != null) {
            around.set("key", decoder.decodeKey(record.getTopic(), bytes(record.getKey())));
        }
        return around;
    }

    private static byte[] bytes(@Nullable ByteBuffer buffer) {
        return buffer == null ? new byte[0] : AvroTree.bytes(buffer);
    }

    private <V extends SpecificRecord> Outgoing<V> outgoing(EventKind<V> kind, EventDraft draft) {
        return new Outgoing<>(kind.topic(), source.key(draft), source.event(kind, draft));
    }

    @Override
    public void close() {
        decoder.close();
    }
}
