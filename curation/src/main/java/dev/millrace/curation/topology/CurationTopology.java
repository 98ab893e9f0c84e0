package dev.millrace.curation.topology;

import dev.millrace.runtime.config.CurationConfig;
import dev.millrace.schemas.Cleaning;
import dev.millrace.schemas.EventSerdes;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * From events to examples and rejections.
 *
 * <pre>
 * support.tickets.v1 ─┐
 *                     ├─► assemble ─┬─► curation.conversations.v1
 * support.chats.v1 ───┘             ├─► judge ─┬─► curation.examples.v1
 *                                   │          └─► curation.rejections.v1
 *                                   └───────────────┘ (events that come too late)
 * privacy.erasures.v1 ─► suppress ─► the suppression list that assemble looks at
 * </pre>
 *
 * <p>Both sources are partitioned by the conversation's key, so that nothing has to be repartitioned.
 */
public final class CurationTopology {
    /** Name of the one store that holds what people wrote, and of the folder of its files. */
    public static final String EVENTS_STORE = Stores.EVENTS;

    /** Changelog of the marks of which erasures were carried out. */
    public static final String MARKS_CHANGELOG = CurationService.APPLICATION + "-" + Stores.CARRIED_OUT + "-changelog";

    static final String ERASURES = "erasure-requests";
    static final String SUPPRESS = "suppress";
    static final String TICKETS = "tickets";
    static final String CHATS = "chats";
    static final String ASSEMBLE = "assemble";
    static final String JUDGE = "judge";
    static final String CONVERSATIONS = "conversations";
    static final String EXAMPLES = "examples";
    static final String REJECTIONS = "rejections";

    private final CurationConfig config;
    private final Cleaning cleaning;
    private final Policies policies;
    private final EventSerdes serdes;
    private final CurationMetrics metrics;
    private final DeadLetterBudget deadLetters;

    public CurationTopology(
            CurationConfig config,
            Cleaning cleaning,
            Policies policies,
            EventSerdes serdes,
            CurationMetrics metrics,
            DeadLetterBudget deadLetters) {
        this.config = config;
        this.cleaning = cleaning;
        this.policies = policies;
        this.serdes = serdes;
        this.metrics = metrics;
        this.deadLetters = deadLetters;
    }

    public Topology build() {
        Topology topology = new Topology();
        AtomicLong erasures = new AtomicLong();
        source(topology, TICKETS, Topics.TICKETS);
        source(topology, CHATS, Topics.CHATS);
        topology.addProcessor(ASSEMBLE, () -> assembler(erasures), TICKETS, CHATS);
        topology.addProcessor(JUDGE, () -> new JudgeProcessor(policies, metrics), ASSEMBLE);
        topology.addStateStore(Stores.events(), ASSEMBLE);
        topology.addStateStore(Stores.headers(), ASSEMBLE);
        topology.addStateStore(Stores.timers(), ASSEMBLE);
        topology.addStateStore(Stores.expired(), ASSEMBLE);
        topology.addStateStore(Stores.policies(), ASSEMBLE);
        topology.addStateStore(Stores.people(), ASSEMBLE);
        topology.addStateStore(Stores.erased(), ASSEMBLE);
        topology.addStateStore(Stores.carriedOut(), ASSEMBLE);
        topology.addStateStore(Stores.judged(), ASSEMBLE, JUDGE);
        sink(topology, CONVERSATIONS, Topics.CONVERSATIONS, ASSEMBLE);
        sink(topology, EXAMPLES, Topics.EXAMPLES, JUDGE);
        sink(topology, REJECTIONS, Topics.REJECTIONS, ASSEMBLE, JUDGE);
        suppression(topology, erasures);
        return topology;
    }

    private Assembler assembler(AtomicLong erasures) {
        return new Assembler(
                config,
                policies,
                metrics,
                deadLetters,
                (context, conversations) -> new Forgetting(context, conversations, erasures, cleaning, metrics));
    }

    private void suppression(Topology topology, AtomicLong erasures) {
        topology.addGlobalStore(
                Stores.erasures(),
                ERASURES,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.ERASURES.name(),
                SUPPRESS,
                () -> new ErasureReader(serdes, metrics, erasures));
    }

    private <V extends SpecificRecord> void source(Topology topology, String name, Topic<V> topic) {
        topology.addSource(name, new StringDeserializer(), serdes.deserializer(topic), topic.name());
    }

    private <V extends SpecificRecord> void sink(Topology topology, String name, Topic<V> topic, String... parents) {
        StreamPartitioner<String, V> partitioner = (name_, key, value, partitions) ->
                Optional.of(Set.of(topic.partitioning().partition(key, partitions)));
        topology.addSink(name, topic.name(), new StringSerializer(), serdes.serializer(topic), partitioner, parents);
    }
}
