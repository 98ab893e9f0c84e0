package dev.millrace.schemas;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives existing topics the settings they should have, as far as these follow from the deadline of erasures: an operator
 * changes the deadline and not the topics. Whatever else differs is only named.
 */
public final class TopicSettings {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSettings.class);
    private static final Set<String> OF_THE_DEADLINE = Set.of(
            "retention.ms", "segment.ms", "max.compaction.lag.ms", "delete.retention.ms", "file.delete.delay.ms");

    private final Admin admin;

    public TopicSettings(Admin admin) {
        this.admin = admin;
    }

    /**
     * Alters what follows from the deadline.
     *
     * @param wanted settings by topic
     * @return every other difference, in words
     */
    public List<String> apply(Map<String, Map<String, String>> wanted) throws InterruptedException {
        List<String> differences = new ArrayList<>();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
        found(wanted.keySet())
                .forEach((topic, config) -> wanted.get(topic.name()).forEach((setting, value) -> {
                    String actual = config.get(setting).value();
                    if (same(setting, value, actual)) {
                        return;
                    }
                    if (OF_THE_DEADLINE.contains(setting)) {
                        LOG.info("{}: {} becomes {}, it was {}", topic.name(), setting, value, actual);
                        changes.computeIfAbsent(topic, unchanged -> new ArrayList<>())
                                .add(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET));
                    } else {
                        differences.add(topic.name() + " has " + setting + "=" + actual + ", expected " + value);
                    }
                }));
        if (!changes.isEmpty()) {
            TopicBootstrap.get(admin.incrementalAlterConfigs(changes).all());
        }
        return differences;
    }

    private Map<ConfigResource, Config> found(Set<String> topics) throws InterruptedException {
        List<ConfigResource> resources = topics.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, Config> found = new TreeMap<>((a, b) -> a.name().compareTo(b.name()));
        found.putAll(TopicBootstrap.get(admin.describeConfigs(resources).all()));
        return found;
    }

    private static boolean same(String setting, String wanted, String actual) {
        return setting.equals("cleanup.policy")
                ? Set.of(wanted.split(",")).equals(Set.of(actual.split(",")))
                : wanted.equals(actual);
    }
}
