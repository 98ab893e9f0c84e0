package dev.millrace.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillraceConfigTest {

    @TempDir
    Path directory;

    @Test
    void shouldHaveThesePinnedValuesWhenNothingIsConfigured() throws IOException {
        assertThat(MillraceConfig.load(Optional.empty(), Map.of()).toYaml()).isEqualTo(resource("defaults.yaml"));
    }

    @Test
    void shouldTakeEveryKeyWhenAllAreWritten() throws IOException {
        // Given
        Path file = write(resource("every-key.yaml"));

        // When
        MillraceConfig config = MillraceConfig.load(Optional.of(file), Map.of());

        // Then
        assertThat(config.toYaml()).isEqualTo(resource("every-key.yaml"));
        assertThat(equalLeaves(ConfigTree.of(MillraceConfig.DEFAULTS), ConfigTree.of(config), ""))
                .as("keys that every-key.yaml leaves at their default")
                .isEmpty();
    }

    @Test
    void shouldReadItsOwnYamlWhenWrittenOut() throws IOException {
        Path file = write(MillraceConfig.DEFAULTS.toYaml());

        assertThat(MillraceConfig.load(Optional.of(file), Map.of())).isEqualTo(MillraceConfig.DEFAULTS);
    }

    @Test
    void shouldStartFromDomainDefaultsWhenDomainIsSpelledOut() throws IOException {
        // Given
        Path file = write("""
                domains:
                  billing:
                    recipe: {rank: 8}
                domainDefaults:
                  recipe: {rank: 32, alpha: 64}
                  triggers: {interval: }
                """);

        // When
        MillraceConfig config = MillraceConfig.load(Optional.of(file), Map.of());

        // Then
        assertThat(config.domain("billing").recipe().rank()).isEqualTo(8);
        assertThat(config.domain("billing").recipe().alpha()).isEqualTo(64);
        assertThat(config.domain("returns").recipe().rank()).isEqualTo(32);
        assertThat(config.domain("returns").triggers().interval()).isNull();
    }

    @Test
    void shouldWriteOutWhatIsWrittenShort() throws IOException {
        // Given
        Path file = write("""
                topicSources:
                  live:
                    topic: t
                    domain: b
                    kind: chat
                    fields:
                      chatId: "/a,b"
                      subject: [/a, /b]
                    events:
                      ended:
                        when: {/status: closed, /kind: [1, true]}
                """);

        // When
        TopicSourceConfig source = MillraceConfig.load(
                        Optional.of(file), Map.of("MILLRACE_TOPIC_SOURCES_LIVE_FIELDS_SUBJECT_JOIN", "-"))
                .topicSources()
                .get("live");

        // Then
        assertThat(source.fields().get("chatId").path()).containsExactly("/a,b");
        assertThat(source.fields().get("subject").path()).containsExactly("/a", "/b");
        assertThat(source.fields().get("subject").join()).isEqualTo("-");
        assertThat(source.events().get("ended").when().get("/status").in()).containsExactly("closed");
        assertThat(source.events().get("ended").when().get("/kind").in()).containsExactly("1", "true");
    }

    @Test
    void shouldPreferVariableToFileAndOverrideToVariableWhenAllSetAKey() throws IOException {
        // Given
        Path file = write("""
                kafka: {bootstrapServers: 'file:1'}
                curation: {threads: 2, idleTimeout: 5m}
                domains: {big-box: {policy: {languages: [de]}}}
                """);
        Map<String, String> environment = Map.of(
                "MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "variable:1",
                "MILLRACE_CURATION_THREADS", "3",
                "MILLRACE_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "hush",
                "MILLRACE_DOMAINS_BIG_BOX_POLICY_LANGUAGES", "fr,it",
                "MILLRACE_HOME", "/not/ours",
                "PATH", "/bin");

        // When
        MillraceConfig config =
                MillraceConfig.load(Optional.of(file), environment, Map.of("kafka.bootstrapServers", "override:1"));

        // Then
        assertThat(config.kafka().bootstrapServers()).isEqualTo("override:1");
        assertThat(config.curation().threads()).isEqualTo(3);
        assertThat(config.curation().idleTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.kafka().settings()).containsEntry("sasl.jaas.config", "hush");
        assertThat(config.domain("big-box").policy().languages()).containsExactly("fr", "it");
    }

    @Test
    void shouldMaskSecretsWhenPrinted() throws IOException {
        // Given
        Path secrets = Files.writeString(directory.resolve("kafka.properties"), "ssl.key.password=hush\n");

        // When
        MillraceConfig config = MillraceConfig.load(
                Optional.empty(),
                Map.of(
                        "MILLRACE_KAFKA_PROPERTIES_FILE", secrets.toString(),
                        "MILLRACE_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", "hush",
                        "MILLRACE_REGISTRY_PROPERTIES_BASIC_AUTH_USER_INFO", "hush"));

        // Then
        assertThat(config.toYaml()).doesNotContain("hush").contains("sasl.jaas.config: '***'");
        assertThat(config.toJson()).doesNotContain("hush");
        assertThat(config.kafka().settings()).containsEntry("ssl.key.password", "hush");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    curation: {thread: 2}             | unknown key curation.thread; valid keys of curation are threads, idleTimeout
                    kafka: {properties: {a: [1]}}     | kafka.properties.a is a list; expected text
                    curiosity: 1                      | unknown key curiosity; valid keys at the top are kafka, registry
                    curation: 7                       | curation is '7'; expected keys with values
                    http: {port: 70000}               | http.port is 70000; expected 0 to 65535
                    http: {port: eighty}              | http.port is 'eighty'; expected a whole number
                    http: {port: }                    | http.port is empty; expected a whole number
                    http: {maxBodyBytes: much}        | http.maxBodyBytes is 'much'; expected a size such as 256kB
                    curation: {idleTimeout: soon}     | curation.idleTimeout is 'soon'; expected a duration such as 500ms
                    curation: {idleTimeout: 0s}       | curation.idleTimeout is 0s; expected a duration above 0
                    trainer: {device: gpu}            | trainer.device is 'gpu'; expected one of auto, cpu, cuda
                    trainer: {attempts: 10}           | trainer.attempts is 10; expected 2 to 9
                    domainDefaults: {recipe: {precision: f8}} | domainDefaults.recipe.precision is 'f8'; expected one of
                    domains: {Billing: {}}            | domains is 'Billing'; expected names of 1 to 40 of a-z, 0-9 and -
                    webhooks: {A: {vendor: slack, domain: b}} | webhooks is 'A'; expected names of 1 to 40 of a-z, 0-9 and -
                    webhooks: {a: {domain: b}}        | webhooks.a.vendor is empty; expected the system that sends
                    webhooks: {a: {vendor: slack}}    | webhooks.a.domain is empty; expected a name
                    webhooks: {a: {vendor: jira, domain: b}} | webhooks.a.vendor is 'jira'; expected one of zendesk, intercom
                    webhooks: {a: {vendor: slack, domain: b, secretVariable: a-b}} | webhooks.a.secretVariable is no variable's name
                    webhooks: {a: {vendor: slack, domain: b, maxAge: 2d}} | webhooks.a.maxAge is 2d; expected at most 1d
                    webhooks: {a: {vendor: slack, domain: b, maxBodyBytes: 9MB}} | webhooks.a.maxBodyBytes is 9000000; expected 1 to 8000000
                    '{http: {maxBodyBytes: 1kB, maxInFlightBytes: 1kB}, webhooks: {a: {vendor: slack, domain: b}}}' | webhooks.a.maxBodyBytes is 1MB; expected at most http.maxInFlightBytes, which is 1kB
                    topicSources: {A: {topic: t}}     | topicSources is 'A'; expected names of 1 to 40 of a-z, 0-9 and -
                    topicSources: {a: {kind: chat}}   | topicSources.a.topic is empty; expected the topic to read
                    topicSources: {a: {topic: 'a b'}} | topicSources.a.topic is 'a b'; expected 1 to 249 of
                    topicSources: {a: {topic: support.chats.v1}} | topicSources.a.topic is 'support.chats.v1'; expected a topic that is not Millrace's own
                    topicSources: {a: {topic: t}}     | topicSources.a.kind is empty; expected ticket or chat
                    topicSources: {a: {topic: t, kind: mail}} | topicSources.a.kind is 'mail'; expected one of ticket, chat
                    topicSources: {a: {topic: t, kind: chat}} | topicSources.a.domain is empty; expected a name
                    topicSources: {a: {topic: t, kind: chat, domain: b, source: B}} | topicSources.a.source is 'B'; expected a name
                    topicSources: {a: {topic: t, kind: chat, domain: b}} | topicSources.a.events is empty; expected at least one event
                    topicSources: {a: {events: {ended: {operations: [delete]}}}} | topicSources.a.events.ended is made of a delete or of what has changed; expected envelope: debezium
                    topicSources: {a: {events: {ended: {operations: []}}}} | topicSources.a.events.ended.operations is empty; expected at least one entry
                    topicSources: {a: {events: {ended: {when: {status: closed}}}}} | topicSources.a.events.ended.when is 'status'; expected a JSON pointer such as /customer/id
                    topicSources: {a: {fields: {chatId: id}}} | topicSources.a.fields.chatId.path is 'id'; expected a JSON pointer
                    topicSources: {a: {fields: {chatId: {path: /id, constant: c}}}} | topicSources.a.fields.chatId.constant is given beside path; expected one of the two
                    topicSources: {a: {fields: {chatId: {pth: /id}}}} | unknown key topicSources.a.fields.chatId.pth; valid keys of topicSources.a.fields.chatId are path, join
                    domains: {b: {recipe: {rank: 0}}} | domains.b.recipe.rank is 0; expected 1 to 512
                    domainDefaults: {recipe: {targets: [x_proj]}} | domainDefaults.recipe.targets is [x_proj]; expected some of
                    domainDefaults: {splits: {holdout: 0.9, validation: 0.1}} | domainDefaults.splits.validation is 0.1; expected less than 1
                    domainDefaults: {policy: {includeTitle: perhaps}} | domainDefaults.policy.includeTitle is 'perhaps'; expected true or false
                    kafka: {properties: {ssl.key.password: x}} | put it into the file that kafka.propertiesFile names, or into MILLRACE_KAFKA_PROPERTIES_SSL_KEY_PASSWORD
                    '[1, 2]'                          | is not a configuration; expected keys
                    'kafka: {a: 1, a: 2}'             | is not YAML
                    """)
    void shouldNameKeyAndValueWhenTheFileIsWrong(String yaml, String message) throws IOException {
        Path file = write(yaml);

        assertThatThrownBy(() -> MillraceConfig.load(Optional.of(file), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldNameVariableWhenItFitsNoKey() {
        assertThatThrownBy(() -> MillraceConfig.load(Optional.empty(), Map.of("MILLRACE_CURATION_THREAD", "2")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("MILLRACE_CURATION_THREAD names no key");
    }

    @Test
    void shouldNameFileWhenItIsMissing() {
        assertThatThrownBy(() -> MillraceConfig.load(Optional.of(directory.resolve("nowhere.yaml")), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere.yaml");
    }

    private static List<String> equalLeaves(ObjectNode one, JsonNode other, String path) {
        List<String> equal = new ArrayList<>();
        one.properties().forEach(entry -> {
            String here = Setting.join(path, entry.getKey());
            JsonNode counterpart = other.get(entry.getKey());
            if (entry.getValue() instanceof ObjectNode section && !section.isEmpty()) {
                equal.addAll(equalLeaves(section, counterpart, here));
            } else if (entry.getValue().equals(counterpart)) {
                equal.add(here);
            }
        });
        return equal;
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("millrace.yaml"), yaml);
    }

    private static String resource(String name) throws IOException {
        try (var stream = MillraceConfigTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
