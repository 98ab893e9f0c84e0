package dev.millrace.curation.topology;

import dev.millrace.runtime.kafka.Outage;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.EventSerdes;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the global store of erasures as the topic has it.
 *
 * <p>Decodes by itself: a global thread has no producer for dead letters, so what is no request is counted, named in the log and
 * passed over. It stays on its topic.
 */
final class ErasureReader implements Processor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureReader.class);

    private final EventSerdes serdes;
    private final CurationMetrics metrics;
    private final AtomicLong changes;
    private @Nullable Deserializer<ErasureRequest> decoder;
    private @Nullable KeyValueStore<String, String> requests;

    /** @param changes counts what was read, so that tasks look through the store only when there is something new */
    ErasureReader(EventSerdes serdes, CurationMetrics metrics, AtomicLong changes) {
        this.serdes = serdes;
        this.metrics = metrics;
        this.changes = changes;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        decoder = serdes.deserializer(Topics.ERASURES);
        requests = context.getStateStore(Stores.ERASURES);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        try {
            ErasureRequest request = Objects.requireNonNull(decoder, "init was not called")
                    .deserialize(Topics.ERASURES.name(), record.headers(), record.value());
            Objects.requireNonNull(requests, "init was not called").put(record.key(), id(record.key(), request));
            changes.incrementAndGet();
        } catch (SerializationException | IllegalArgumentException e) {
            if (Outage.isBehind(e)) {
                throw e;
            }
            metrics.deadLetter(Topics.ERASURES.name());
            LOG.error(
                    "a record of {} is no request for an erasure and is passed over: {}",
                    Topics.ERASURES.name(),
                    e.toString());
        }
    }

    private static @Nullable String id(String key, @Nullable ErasureRequest request) {
        if (request == null) {
            return null;
        }
        if (!ErasedSubjects.key(request.getDomain(), request.getSubject()).equals(key)) {
            throw new IllegalArgumentException(
                    "the record's key is not that of its request; expected domain/subject as the value has them");
        }
        return request.getRequestId();
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
    }
}
