package dev.millrace.ingest.topic;

import dev.millrace.ingest.write.Outgoing;
import dev.millrace.schemas.event.ForeignRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** What becomes of the records of one poll. For one thread. */
final class Batch {
    private final RecordMapper mapper;
    private final List<Outgoing<?>> events = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();

    Batch(RecordMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * A record that cannot be mapped.
     *
     * @param cause says where it lies and why it cannot
     */
    record Letter(ForeignRecord record, UnmappableException cause) {}

    /** @throws KafkaException if the record cannot be read now, so that the batch has to wait */
    void take(ForeignRecord record) {
        try {
            RecordMapper.Result result = mapper.map(record);
            events.addAll(result.events());
            outcomes.add(result.outcome());
        } catch (KafkaException outage) {
            throw outage;
        } catch (UnmappableException e) {
            bury(record, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            bury(record, "an error of Millrace's: " + e.getClass().getName());
        }
    }

    private void bury(ForeignRecord record, String reason) {
        letters.add(new Letter(record, new UnmappableException(ForeignRecords.place(record) + ": " + reason)));
        outcomes.add(Outcome.DEAD_LETTER);
    }

    List<Outgoing<?>> events() {
        return events;
    }

    /** One for each record, in order. */
    List<Outcome> outcomes() {
        return outcomes;
    }

    List<Letter> letters() {
        return letters;
    }
}
