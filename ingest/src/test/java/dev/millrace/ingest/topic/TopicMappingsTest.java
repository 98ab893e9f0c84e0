package dev.millrace.ingest.topic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicMappingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "opend: {}                             | topicSources.a.events.opend is of type 'opend'; expected one of opened, replied",
                "x: {type: message}                    | topicSources.a.events.x is of type 'message'; expected one of opened",
                "opened: {}                            | topicSources.a.events.opened.fields.body is missing; an event of type opened needs it",
                "resolved: {fields: {boddy: /b}}       | unknown field topicSources.a.events.resolved.fields.boddy; expected one of tags,",
                "resolved: {fields: {tags: {}}}        | topicSources.a.events.resolved.fields.tags is empty; expected a path into the record, or {constant: …}",
                "'rated: {fields: {rating: {constant: good}}}' | topicSources.a.events.rated.fields.rating gives 'good'; expected a whole number",
                "'rated: {fields: {rating: {path: /r, values: {good: five}}}}' | gives 'five'; expected a whole number",
                "'rated: {fields: {rating: {path: /r, time: epoch-millis}}}' | .fields.rating.time is set for a field that is no time",
                "'rated: {fields: {rating: {path: /r, html: true}}}' | .fields.rating.html is true for a field that is no text",
                "'rated: {fields: {rating: {path: /r, join: x}}}' | .fields.rating.join is set beside one path",
                "'replied: {fields: {body: /b, author: {constant: boss}}}' | .fields.author gives 'boss'; expected one of customer, agent, bot, system",
                "'replied: {fields: {body: /b, author: {path: /a, otherwise: unknown}}}' | .fields.author gives 'unknown'; expected one of customer",
                "'resolved: {fields: {occurredAt: {path: /b, otherwise: now}}}' | .fields.occurredAt gives 'now'; expected a time in ISO 8601",
                "'resolved: {when: {/@op: c}}'         | topicSources.a asks for /@op; expected /@timestamp or /@key, or envelope: debezium",
                "'resolved: {fields: {occurredAt: {path: /b, prefix: a}}}' | .fields.occurredAt is a time, which takes neither values nor prefix",
            })
    void shouldNameKeyAndValueWhenAMappingCouldNeverWork(String event, String message) {
        // Given
        String yaml = """
                topicSources:
                  a:
                    topic: t
                    domain: b
                    kind: ticket
                    fields: {ticketId: /t, occurredAt: /at}
                    events:
                      %s
                """.formatted(event);

        // When, then
        assertThatThrownBy(() -> TestMappings.of(yaml))
                .isInstanceOfSatisfying(
                        UserError.class, error -> org.assertj.core.api.Assertions.assertThat(error.exitCode())
                                .isEqualTo(ExitCode.CONFIG))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fields: {ticketid: /t}  | unknown field topicSources.a.fields.ticketid; none of the source's events has it",
                "fields: {ticketId: /t}  | topicSources.a.events.resolved.fields.occurredAt is missing; an event of type resolved needs it",
            })
    void shouldNameTheFieldWhenTheSharedOnesAreWrong(String fields, String message) {
        // Given
        String yaml =
                """
                topicSources:
                  a:
                    topic: t
                    domain: b
                    kind: ticket
                    %s
                    events:
                      resolved: {fields: {%s}}
                """.formatted(fields, message.startsWith("unknown") ? "ticketId: /t, occurredAt: /at" : "tags: /t");

        // When, then
        assertThatThrownBy(() -> TestMappings.of(yaml))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }
}
