package dev.millrace.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed: key, value and headers as they were, and in further headers where it came from
 * and why it is here.
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        String service,
        String causeClass,
        String causeMessage,
        ConsumerRecord<byte[], byte[]> record) {

    private static final String PREFIX = "millrace-dlq-";
    private static final int LONGEST_MESSAGE = 500;

    /** The record to send to {@code <topic>.dlq}. */
    public static ProducerRecord<byte[], byte[]> of(
            ConsumerRecord<byte[], byte[]> poison, String service, Throwable cause) {
        return of(
                poison.topic(),
                poison.partition(),
                poison.offset(),
                poison.timestamp(),
                poison.key(),
                poison.value(),
                poison.headers(),
                service,
                cause);
    }

    /** The same for callers that have no {@code ConsumerRecord}, such as a Streams exception handler. */
    public static ProducerRecord<byte[], byte[]> of(
            String topic,
            int partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers original,
            String service,
            Throwable cause) {
        Headers headers = new RecordHeaders(original.toArray());
        put(headers, "topic", topic);
        put(headers, "partition", Integer.toString(partition));
        put(headers, "offset", Long.toString(offset));
        put(headers, "timestamp", Long.toString(timestamp));
        put(headers, "service", service);
        put(headers, "cause-class", cause.getClass().getName());
        put(headers, "cause-message", shortened(String.valueOf(cause.getMessage())));
        return new ProducerRecord<>(topic + ".dlq", null, key, value, headers);
    }

    /** Reads a record of a dead-letter topic. */
    public static DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                get(record, "topic", record.topic().replaceFirst("\\.dlq$", "")),
                Integer.parseInt(get(record, "partition", "-1")),
                Long.parseLong(get(record, "offset", "-1")),
                Instant.ofEpochMilli(Long.parseLong(get(record, "timestamp", "0"))),
                get(record, "service", "unknown"),
                get(record, "cause-class", "unknown"),
                get(record, "cause-message", ""),
                record);
    }

    /** The original record again, for its own topic. */
    public ProducerRecord<byte[], byte[]> replay() {
        Headers headers = new RecordHeaders(Arrays.stream(record.headers().toArray())
                .filter(header -> !header.key().startsWith(PREFIX))
                .toArray(Header[]::new));
        return new ProducerRecord<>(topic, null, record.key(), record.value(), headers);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(PREFIX + name).add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String get(ConsumerRecord<byte[], byte[]> record, String name, String otherwise) {
        @Nullable Header header = record.headers().lastHeader(PREFIX + name);
        return header == null ? otherwise : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }
}
