package dev.millrace.ingest.topic;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Change events as Debezium's connector for PostgreSQL and Confluent's AvroConverter write them: table public.messages. */
final class AvroEnvelopes {
    private static final Schema ENVELOPE = new Schema.Parser().parse("""
            {"type": "record", "name": "Envelope", "namespace": "desk.public.messages", "connect.version": 2,
             "connect.name": "desk.public.messages.Envelope", "fields": [
              {"name": "before", "default": null, "type": ["null", {"type": "record", "name": "Value",
                "connect.name": "desk.public.messages.Value", "fields": [
                {"name": "id", "type": {"type": "int", "connect.default": 0}, "default": 0},
                {"name": "ticket_id", "type": "int"},
                {"name": "position", "type": "int"},
                {"name": "customer_id", "type": ["null", "int"], "default": null},
                {"name": "author_kind", "type": ["null", "string"], "default": null},
                {"name": "body", "type": ["null", "string"], "default": null},
                {"name": "private", "type": "boolean"},
                {"name": "created_at", "type": {"type": "long", "connect.version": 1,
                  "connect.name": "io.debezium.time.MicroTimestamp"}}]}]},
              {"name": "after", "type": ["null", "Value"], "default": null},
              {"name": "source", "type": {"type": "record", "name": "Source",
                "namespace": "io.debezium.connector.postgresql", "fields": [
                {"name": "version", "type": "string"}, {"name": "connector", "type": "string"},
                {"name": "ts_ms", "type": "long"}, {"name": "table", "type": "string"},
                {"name": "lsn", "type": ["null", "long"], "default": null}]}},
              {"name": "op", "type": "string"},
              {"name": "ts_ms", "type": ["null", "long"], "default": null}]}""");
    private static final long AT = 1_732_440_660_123_456L;

    private AvroEnvelopes() {}

    /** An answer of the staff was inserted. */
    static GenericRecord created(int id, int ticket, String body) {
        GenericRecord row = new GenericData.Record(
                ENVELOPE.getField("after").schema().getTypes().get(1));
        row.put("id", id);
        row.put("ticket_id", ticket);
        row.put("position", 2);
        row.put("customer_id", 17);
        row.put("author_kind", "staff");
        row.put("body", body);
        row.put("private", false);
        row.put("created_at", AT + id);
        return envelope("c", row);
    }

    private static GenericRecord envelope(String op, GenericRecord after) {
        GenericRecord source =
                new GenericData.Record(ENVELOPE.getField("source").schema());
        source.put("version", "3.0.0.Final");
        source.put("connector", "postgresql");
        source.put("ts_ms", AT / 1_000);
        source.put("table", "messages");
        GenericRecord envelope = new GenericData.Record(ENVELOPE);
        envelope.put("after", after);
        envelope.put("source", source);
        envelope.put("op", op);
        envelope.put("ts_ms", AT / 1_000);
        return envelope;
    }
}
