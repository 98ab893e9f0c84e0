package dev.millrace.schemas;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the catalogue's topics where they are missing, sets anew what follows from the deadline of erasures, and refuses to
 * run on topics that differ from the catalogue otherwise.
 *
 * <p>Partition counts of existing topics are kept, as long as all topics partitioned alike have the same: an operator
 * chooses them once. Safe to run from several services at a time.
 */
public final class TopicBootstrap {
    private final Admin admin;
    private final int partitions;
    private final short replicationFactor;
    private final Cleaning cleaning;

    public TopicBootstrap(Admin admin, int partitions, short replicationFactor, Cleaning cleaning) {
        this.admin = admin;
        this.partitions = partitions;
        this.replicationFactor = replicationFactor;
        this.cleaning = cleaning;
    }

    /**
     * Makes the catalogue true.
     *
     * @throws IllegalStateException naming every topic and setting that differs
     */
    public void run() throws InterruptedException {
        create(missing());
        Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
        wanted().forEach((name, topic) -> wanted.put(name, topic.configs()));
        List<String> differences = new ArrayList<>(unevenPartitions());
        differences.addAll(new TopicSettings(admin).apply(wanted));
        if (!differences.isEmpty()) {
            throw new IllegalStateException("Topics differ from the catalogue: " + String.join("; ", differences)
                    + ". Alter them with kafka-configs, or start with another cluster.");
        }
    }

    private List<NewTopic> missing() throws InterruptedException {
        Collection<String> existing = get(admin.listTopics().names());
        return wanted().values().stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
    }

    private Map<String, NewTopic> wanted() {
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        for (Topic<?> topic : Topics.all()) {
            int count = topic.partitioning().count(partitions);
            wanted.put(
                    topic.name(),
                    newTopic(topic.name(), count, topic.retention().settings(cleaning)));
            if (topic.deadLetters()) {
                String name = topic.deadLetterName();
                wanted.put(name, newTopic(name, count, Topic.Retention.RAW.settings(cleaning)));
            }
        }
        return wanted;
    }

    private NewTopic newTopic(String name, int count, Map<String, String> settings) {
        return new NewTopic(name, count, replicationFactor).configs(settings);
    }

    private void create(List<NewTopic> topics) throws InterruptedException {
        for (var created : admin.createTopics(topics).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new IllegalStateException("A topic cannot be created: " + e.getCause(), e);
                }
            }
        }
    }

    /** Raw events and conversations are joined by partition, and so are all topics partitioned by domain. */
    private List<String> unevenPartitions() throws InterruptedException {
        Map<Partitioning, Map<String, Integer>> counts = new LinkedHashMap<>();
        Map<String, TopicDescription> described =
                get(admin.describeTopics(Topics.all().stream().map(Topic::name).toList())
                        .allTopicNames());
        for (Topic<?> topic : Topics.all()) {
            counts.computeIfAbsent(topic.partitioning(), p -> new LinkedHashMap<>())
                    .put(topic.name(), described.get(topic.name()).partitions().size());
        }
        return counts.values().stream()
                .filter(byTopic -> byTopic.values().stream().distinct().count() > 1)
                .map(byTopic -> "these need equal partition counts: " + byTopic)
                .toList();
    }

    static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka cannot be asked for its topics: " + e.getCause(), e);
        }
    }
}
