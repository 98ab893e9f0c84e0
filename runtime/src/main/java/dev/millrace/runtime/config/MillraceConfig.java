package dev.millrace.runtime.config;

import dev.millrace.schemas.Keys;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration of a Millrace installation. Immutable; every value is checked.
 *
 * <p>Defaults are overridden by the file, the file by {@code MILLRACE_…} variables, those by the caller's overrides.
 */
public record MillraceConfig(
        @Doc("The Kafka cluster.") KafkaConfig kafka,
        @Doc("The schema registry.") RegistryConfig registry,
        @Doc("Creation of topics.") TopicsConfig topics,
        @Doc("The artifact store.") ArtifactsConfig artifacts,
        @Doc("Local state.") StateConfig state,
        @Doc("Erasures.") PrivacyConfig privacy,
        @Doc("The HTTP entrance for events.") HttpConfig http,

        @Doc("What holds for every webhook unless `webhooks` says otherwise.")
        WebhookConfig webhookDefaults,

        @Doc(
                "Webhooks by name, which is the source of their events; each starts as `webhookDefaults` and needs at least"
                        + " `vendor`, `domain`, and `secretFile` or `secretVariable`.")
        Map<String, WebhookConfig> webhooks,

        @Doc("Topics that other systems write, by a name of your choice, and how their records become events.")
        Map<String, TopicSourceConfig> topicSources,

        @Doc("`/health/live`, `/health/ready` and `/metrics` of each service.")
        EndpointConfig health,

        @Doc("Curation.") CurationConfig curation,
        @Doc("The snapshotter.") SnapshotsConfig snapshots,
        @Doc("The trainer.") TrainerConfig trainer,
        @Doc("The evaluator.") EvaluatorConfig evaluator,

        @Doc("What holds for every domain unless `domains` says otherwise.")
        DomainConfig domainDefaults,

        @Doc("Settings of single domains, by name; each starts as `domainDefaults`.")
        Map<String, DomainConfig> domains) {

    public static final MillraceConfig DEFAULTS = new MillraceConfig(
            KafkaConfig.DEFAULTS,
            RegistryConfig.DEFAULTS,
            TopicsConfig.DEFAULTS,
            ArtifactsConfig.DEFAULTS,
            StateConfig.DEFAULTS,
            PrivacyConfig.DEFAULTS,
            HttpConfig.DEFAULTS,
            WebhookConfig.DEFAULTS,
            Map.of(),
            Map.of(),
            EndpointConfig.DEFAULTS,
            CurationConfig.DEFAULTS,
            SnapshotsConfig.DEFAULTS,
            TrainerConfig.DEFAULTS,
            EvaluatorConfig.DEFAULTS,
            DomainConfig.DEFAULTS,
            Map.of());

    public MillraceConfig {
        domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
        webhooks = Collections.unmodifiableMap(new LinkedHashMap<>(webhooks));
        topicSources = Collections.unmodifiableMap(new LinkedHashMap<>(topicSources));
        domains.keySet().forEach(name -> checkName("domains", name));
        for (Map.Entry<String, WebhookConfig> webhook : webhooks.entrySet()) {
            checkWebhook(webhook.getKey(), webhook.getValue(), http);
        }
        topicSources.forEach((name, source) -> {
            checkName("topicSources", name);
            source.requireComplete("topicSources." + name);
        });
    }

    private static void checkName(String component, String name) {
        Check.that(Keys.isName(name), component, "'" + name + "'", "names of " + Keys.NAME_RULE);
    }

    private static void checkWebhook(String name, WebhookConfig webhook, HttpConfig http) {
        checkName("webhooks", name);
        String domain = webhook.domain();
        Check.that(webhook.vendor() != null, "webhooks." + name + ".vendor", "empty", "the system that sends");
        Check.that(
                domain != null && Keys.isName(domain),
                "webhooks." + name + ".domain",
                domain == null ? "empty" : "'" + domain + "'",
                "a name of " + Keys.NAME_RULE);
        Check.that(
                webhook.maxBodyBytes().bytes() <= http.maxInFlightBytes().bytes(),
                "webhooks." + name + ".maxBodyBytes",
                webhook.maxBodyBytes(),
                "at most http.maxInFlightBytes, which is " + http.maxInFlightBytes());
    }

    /** Reads file and environment. */
    public static MillraceConfig load(Optional<Path> file, Map<String, String> environment) {
        return load(file, environment, Map.of());
    }

    /**
     * Reads file and environment, then applies overrides by dotted key, such as {@code curation.threads}.
     *
     * @throws ConfigException naming the key, its value and what would be right
     */
    public static MillraceConfig load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        return ConfigLoader.load(file, environment, overrides);
    }

    /** The settings of a domain, spelled out or not. */
    public DomainConfig domain(String name) {
        return domains.getOrDefault(name, domainDefaults);
    }

    /** The whole configuration as YAML, with secrets masked. */
    public String toYaml() {
        return ConfigLoader.yaml(Secrets.masked(ConfigTree.of(this)));
    }

    /** The whole configuration as JSON, with secrets masked. */
    public String toJson() {
        return CanonicalJson.of(Secrets.masked(ConfigTree.of(this)));
    }
}
