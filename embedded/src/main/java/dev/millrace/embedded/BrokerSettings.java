package dev.millrace.embedded;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The settings of a broker that is alone, on loopback, and small. */
final class BrokerSettings {

    static final String NODE_ID = "1";
    static final String CONTROLLER = "CONTROLLER";

    private static final Map<String, String> ONE_BROKER = Map.ofEntries(
            entry("process.roles", "broker,controller"),
            entry("node.id", NODE_ID),
            entry("controller.listener.names", CONTROLLER),
            entry("default.replication.factor", "1"),
            entry("offsets.topic.replication.factor", "1"),
            entry("offsets.topic.num.partitions", "1"),
            entry("transaction.state.log.replication.factor", "1"),
            entry("transaction.state.log.min.isr", "1"),
            entry("transaction.state.log.num.partitions", "1"),
            entry("share.coordinator.state.topic.replication.factor", "1"),
            entry("share.coordinator.state.topic.min.isr", "1"),
            entry("share.coordinator.state.topic.num.partitions", "1"),
            entry("auto.create.topics.enable", "false"));

    /** After a kill the next start waits for the old session to end: 5 s instead of 14. */
    private static final Map<String, String> QUICK = Map.ofEntries(
            entry("broker.session.timeout.ms", "2000"),
            entry("broker.heartbeat.interval.ms", "500"),
            entry("group.initial.rebalance.delay.ms", "0"),
            entry("group.min.session.timeout.ms", "1000"),
            entry("group.share.min.record.lock.duration.ms", "1000"),
            entry("group.share.min.heartbeat.interval.ms", "500"),
            entry("group.share.heartbeat.interval.ms", "500"),
            entry("group.share.min.assignment.interval.ms", "0"),
            entry("group.share.assignment.interval.ms", "0"),
            entry("controlled.shutdown.enable", "false"));

    private static final Map<String, String> SMALL = Map.ofEntries(
            entry("num.network.threads", "2"),
            entry("num.io.threads", "4"),
            entry("background.threads", "2"),
            entry("log.segment.bytes", "16777216"),
            entry("log.index.size.max.bytes", "1048576"),
            entry("log.cleaner.dedupe.buffer.size", "2097152"),
            entry("log.cleaner.io.buffer.size", "262144"));

    private BrokerSettings() {}

    static Properties of(Path data, int port, int controllerPort, Map<String, String> overrides) {
        String controller = PortFile.HOST + ":" + controllerPort;
        String broker = "PLAINTEXT://" + PortFile.HOST + ":" + port;
        Properties settings = new Properties();
        settings.putAll(ONE_BROKER);
        settings.putAll(QUICK);
        settings.putAll(SMALL);
        settings.put("log.dirs", data.toString());
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("listeners", broker + "," + CONTROLLER + "://" + controller);
        settings.put("advertised.listeners", broker);
        settings.putAll(overrides);
        return settings;
    }
}
