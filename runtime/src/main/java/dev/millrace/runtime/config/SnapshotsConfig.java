package dev.millrace.runtime.config;

import java.time.Duration;

@Doc("How the snapshotter works; when it cuts is set per domain.")
public record SnapshotsConfig(
        @Doc("Longest wait for new examples before triggers are looked at again.")
        Duration pollInterval,

        @Doc("Where snapshots are asked for on demand.") EndpointConfig http) {

    public static final SnapshotsConfig DEFAULTS = new SnapshotsConfig(Duration.ofMillis(500), EndpointConfig.DEFAULTS);

    public SnapshotsConfig {
        Check.positive("pollInterval", pollInterval);
    }
}
