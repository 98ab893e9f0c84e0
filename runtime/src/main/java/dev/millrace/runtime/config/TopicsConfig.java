package dev.millrace.runtime.config;

@Doc("How topics are created where they are missing; existing ones are left as they are.")
public record TopicsConfig(
        @Doc("Partitions of each topic: how many curation instances can share the work.")
        int partitions,

        @Doc("Copies of each partition; -1 takes the broker's default.")
        int replicationFactor) {

    public static final TopicsConfig DEFAULTS = new TopicsConfig(4, -1);

    public TopicsConfig {
        Check.range("partitions", partitions, 1, 10_000);
        Check.that(
                replicationFactor == -1 || (replicationFactor >= 1 && replicationFactor <= Short.MAX_VALUE),
                "replicationFactor",
                replicationFactor,
                "-1, or 1 or more");
    }
}
