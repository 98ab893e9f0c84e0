package dev.millrace.runtime.service;

import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.artifacts.ArtifactStores;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.kafka.KafkaClients;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;

/** What every service is made of; shared by the services of a process. */
public record ServiceContext(
        MillraceConfig config,
        KafkaClients kafka,
        ArtifactStore artifacts,
        PrometheusMeterRegistry metrics,
        Clock clock) {

    /** The real things for a configuration; connects to nothing yet. */
    public static ServiceContext of(MillraceConfig config) {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new ServiceContext(
                config,
                new KafkaClients(config, metrics),
                ArtifactStores.open(config.artifacts()),
                metrics,
                Clock.systemUTC());
    }
}
