package dev.millrace.cli.look;

import dev.millrace.curation.rules.FinalVerdicts;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Rejection;
import java.util.Objects;

/** How every conversation of a domain stands now. */
public final class Verdicts {

    private Verdicts() {}

    /** Reads the examples and rejections topics to their end. */
    public static FinalVerdicts of(KafkaClients kafka, String domain) {
        FinalVerdicts verdicts = new FinalVerdicts();
        try (TopicReader<Example> examples = kafka.reader(Topics.EXAMPLES);
                TopicReader<Rejection> rejections = kafka.reader(Topics.REJECTIONS)) {
            examples.readToEnd(event -> {
                if (Keys.domainOf(event.key()).equals(domain)) {
                    verdicts.example(event.key(), event.value());
                }
            });
            rejections.readToEnd(event -> {
                if (Keys.domainOf(event.key()).equals(domain)) {
                    verdicts.rejection(event.key(), Objects.requireNonNull(event.value()));
                }
            });
        }
        return verdicts;
    }
}
