package dev.millrace.curation.topology;

import dev.millrace.runtime.kafka.DeadLetter;
import dev.millrace.runtime.kafka.Outage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Sends source records that cannot be decoded, processed or written to the dead letters of their own topic, within the
 * transaction, and goes on with the rest.
 *
 * <p>Fails instead when the record is not to blame: the registry or the broker does not answer, no source record is known,
 * or dead letters are all there is.
 */
public final class DeadLetterHandler
        implements DeserializationExceptionHandler, ProcessingExceptionHandler, ProductionExceptionHandler {
    /** Streams setting that carries the {@link DeadLetterBudget}. */
    static final String BUDGET = "millrace.dead.letter.budget";

    private static final String SERVICE = "curation";

    private @Nullable DeadLetterBudget budget;

    @Override
    public void configure(Map<String, ?> settings) {
        budget = (DeadLetterBudget) settings.get(BUDGET);
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return deadLetter(context, record.key(), record.value(), exception)
                .map(DeserializationExceptionHandler.Response::resume)
                .orElseGet(DeserializationExceptionHandler.Response::fail);
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        return source(context, exception)
                .map(ProcessingExceptionHandler.Response::resume)
                .orElseGet(ProcessingExceptionHandler.Response::fail);
    }

    @Override
    public ProductionExceptionHandler.Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        boolean toBlame = exception instanceof RecordTooLargeException || exception instanceof InvalidRecordException;
        return (toBlame ? source(context, exception) : Optional.<List<ProducerRecord<byte[], byte[]>>>empty())
                .map(ProductionExceptionHandler.Response::resume)
                .orElseGet(ProductionExceptionHandler.Response::fail);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ProductionExceptionHandler.Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            ProductionExceptionHandler.SerializationExceptionOrigin origin) {
        return source(context, exception)
                .map(ProductionExceptionHandler.Response::resume)
                .orElseGet(ProductionExceptionHandler.Response::fail);
    }

    private Optional<List<ProducerRecord<byte[], byte[]>>> source(ErrorHandlerContext context, Exception exception) {
        return deadLetter(context, context.sourceRawKey(), context.sourceRawValue(), exception);
    }

    private Optional<List<ProducerRecord<byte[], byte[]>>> deadLetter(
            ErrorHandlerContext context, byte @Nullable [] key, byte @Nullable [] value, Exception exception) {
        boolean known = context.topic() != null && (key != null || value != null);
        if (!known || Outage.isBehind(exception) || (budget != null && !budget.spend(context.topic(), exception))) {
            return Optional.empty();
        }
        return Optional.of(List.of(DeadLetter.of(
                context.topic(),
                context.partition(),
                context.offset(),
                context.timestamp(),
                key,
                value,
                context.headers(),
                SERVICE,
                exception)));
    }
}
