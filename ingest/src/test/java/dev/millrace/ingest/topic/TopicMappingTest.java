package dev.millrace.ingest.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicMappingTest {

    /** A mapping of rows of replies in an envelope; what differs is put in place of %s, indented by eight. */
    private static final String REPLIES = """
            topicSources:
              desk:
                topic: t
                envelope: debezium
                domain: retail
                kind: ticket
                events:
                  replied:
                    %s
                    fields:
                      ticketId: /ticket
                      subject: /customer
                      occurredAt: {path: /at, time: epoch-millis}
                      author: {path: /who, values: {c: customer, s: AGENT}}
                      body: /text
                      internal: /private
            """;

    private static final String CHATS = """
            topicSources:
              live:
                topic: t
                domain: retail
                kind: chat
                fields:
                  chatId: /c
                  occurredAt: {path: /at, time: epoch-seconds}
                events:
                  rated:
                    when: {/stars: {is: present}}
                    fields: {rating: /stars}
                  ended:
                    when: {/open: false}
                    fields: {resolved: {path: /state, values: {done: 1, lost: 0}, otherwise: false}}
            """;

    private static TopicMapping replies(String when) {
        return TestMappings.single(REPLIES.formatted(when));
    }

    private static String row(String fields) {
        return "{\"ticket\": 7, \"customer\": null, \"at\": 1732440660123, \"who\": \"s\", \"text\": \"Sent.\", \"private\": 0"
                + fields + "}";
    }

    private static String envelope(String op, String before, String after) {
        return "{\"before\": %s, \"after\": %s, \"op\": \"%s\", \"ts_ms\": 1732440661000}".formatted(before, after, op);
    }

    @Test
    void shouldGiveAnEventWhenARowIsCreated() throws Exception {
        // Given
        TopicMapping mapping = replies("operations: [create]");

        // When
        Mapped mapped = TestMappings.read(mapping, envelope("c", "null", row("")));

        // Then
        assertThat(mapped.outcome()).isEqualTo(Outcome.MAPPED);
        assertThat(mapped.drafts())
                .extracting(TestMappings::told)
                .containsExactly(
                        "replied-… of 7 at 2024-11-24T09:31:00.123Z by nobody: TicketReplied {\"author\": \"AGENT\","
                                + " \"authorName\": null, \"body\": \"Sent.\", \"internal\": false}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operations: [create]                  | c | {}          | true",
                "operations: [create]                  | r | null        | true",
                "operations: [create]                  | u | {}          | false",
                "operations: [update]                  | u | null        | true",
                "operations: [create, update]          | d | {}          | false",
                "'when: {/who: s}'                     | c | null        | true",
                "'when: {/who: [s, c]}'                | c | null        | true",
                "'when: {/who: c}'                     | c | null        | false",
                "'when: {/private: 0}'                 | c | null        | true",
                "'when: {/who: {notIn: [c]}}'          | c | null        | true",
                "'when: {/who: {notIn: [s, c]}}'       | c | null        | false",
                "'when: {/customer: {notIn: [c]}}'     | c | null        | false",
                "'when: {/customer: {is: absent}}'     | c | null        | true",
                "'when: {/nothing: {is: absent}}'      | c | null        | true",
                "'when: {/customer: {is: present}}'    | c | null        | false",
                "'when: {/who: {is: present}}'         | c | null        | true",
                "'when: {/who: {is: changed}}'         | c | null        | true",
                "'when: {/who: {is: changed}}'         | u | null        | true",
                "'when: {/who: {is: changed}}'         | u | {\"who\": \"s\"} | false",
                "'when: {/who: {is: changed}}'         | u | {\"who\": \"c\"} | true",
                "'when: {/who: {in: [s], is: changed}}' | u | {\"who\": \"c\"} | true",
                "'when: {/who: {in: [c], is: changed}}' | u | {\"who\": \"c\"} | false",
                "'when: {/@op: u, /@before/who: c}'    | u | {\"who\": \"c\"} | true",
                "'when: {/@before/who: s}'             | u | {\"who\": \"c\"} | false",
            })
    void shouldGiveAnEventOnlyWhenItsConditionsHold(String when, String op, String before, boolean expected)
            throws Exception {
        // Given
        TopicMapping mapping = replies(when);

        // When
        Mapped mapped = TestMappings.read(mapping, envelope(op, before, row("")));

        // Then
        assertThat(mapped.outcome()).isEqualTo(expected ? Outcome.MAPPED : Outcome.UNMATCHED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{\"op\": \"t\"}",
                "{\"op\": \"m\", \"message\": {}}",
                "{\"schema\": null, \"payload\": null}"
            })
    void shouldPassOverWhatIsOfNoRow(String json) throws Exception {
        assertThat(TestMappings.read(replies(""), json).outcome()).isEqualTo(Outcome.PASSED_OVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"  \"", "\"__debezium_unavailable_value\""})
    void shouldPassOverAMessageWithoutWords(String text) throws Exception {
        // Given
        String after = row("").replace("\"Sent.\"", text);

        // When
        Mapped mapped = TestMappings.read(replies(""), envelope("u", "null", after));

        // Then
        assertThat(mapped).isEqualTo(new Mapped(Outcome.WORDLESS, List.of()));
    }

    @Test
    void shouldGiveTheSameIdWhenTheSameRowIsToldAgain() throws Exception {
        // Given
        TopicMapping mapping = replies("");
        String created = envelope("c", "null", row(", \"views\": 1"));
        String snapshot = envelope("r", "null", row(", \"views\": 2")).replace("1732440661000", "1732449999000");
        String edited = envelope("u", "null", row("").replace("Sent.", "Sent today."));

        // When
        List<String> ids = new java.util.ArrayList<>();
        for (String json : List.of(created, snapshot, edited)) {
            ids.add(TestMappings.read(mapping, json).drafts().get(0).eventId());
        }

        // Then
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
    }

    @Test
    void shouldGiveSeveralEventsWhenOneRecordTellsOfThem() throws Exception {
        // When
        Mapped mapped = TestMappings.read(
                TestMappings.single(CHATS),
                "{\"c\": \"C1\", \"at\": 1732440660, \"stars\": 4, \"open\": false, \"state\": \"done\"}");

        // Then
        assertThat(mapped.drafts())
                .extracting(TestMappings::told)
                .containsExactly(
                        "rated-… of C1 at 2024-11-24T09:31:00Z by nobody: ChatRated {\"rating\": 4}",
                        "ended-… of C1 at 2024-11-24T09:31:00Z by nobody: ChatEnded {\"resolved\": true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ticket\": 7     | \"ticketId\": 7   | ticketId (/ticket) is missing",
                "\"ticket\": 7     | \"ticket\": null  | ticketId (/ticket) is null",
                "\"ticket\": 7     | \"ticket\": [7]   | ticketId (/ticket) is of type array",
                "\"ticket\": 7     | \"ticket\": \" \" | ticketId (/ticket) is empty",
                "1732440660123     | 1                 | occurredAt (/at) is 1970-01-01T00:00:00.001Z; expected 1990",
                "1732440660123     | 4102444800000     | occurredAt (/at) is 2100-01-01T00:00:00Z; expected at most 5",
                "1732440660123     | \"yesterday\"     | occurredAt (/at) is no time in ISO 8601",
                "1732440660123     | 1e300             | occurredAt (/at) is a number that is no time",
                "\"s\"             | \"x\"             | author (/who) is none of the values that the configuration names",
                "\"text\"          | \"words\"         | event.body (/text) is missing; expected a string",
                "\"Sent.\"         | {\"a\": 1}        | body (/text) is of type object; expected a text",
                "\"Sent.\"         | \"\\u0000\"       | event.body (/text) holds the character U+0000",
                "\"private\": 0    | \"private\": 2    | internal (/private) cannot be used; expected true, false, 1 or 0",
            })
    void shouldSayWhatIsWrongWhenARecordCannotBeMapped(String found, String replacement, String message) {
        // Given
        String json = envelope("c", "null", row("").replace(found.strip(), replacement.strip()));

        // When, then
        assertThatThrownBy(() -> TestMappings.read(replies(""), json))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining("events.replied: ")
                .hasMessageContaining(message.strip())
                .hasMessageNotContaining("Sent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\": 1}                     | has no op",
                "[1]                             | has no op",
                "{\"op\": \"z\"}                 | op is none of c, r, u, d, t and m",
                "{\"op\": \"c\", \"after\": 5}   | after is no row",
                "{\"op\": \"c\", \"after\": null} | after is no row",
                "{\"op\": \"c\", \"op\": \"u\"}  | the value is not JSON: a field stands twice",
                "{\"op\":                        | the value is not JSON: it ends too early",
                "''                              | the value is empty; expected JSON",
            })
    void shouldSayWhatIsWrongWhenThereIsNoEnvelope(String json, String message) {
        assertThatThrownBy(() -> TestMappings.read(replies(""), json)).hasMessageContaining(message);
    }

    @Test
    void shouldReadTheRowAsItWasWhenItIsDeleted() throws Exception {
        // Given
        TopicMapping mapping = TestMappings.single("""
                topicSources:
                  desk:
                    topic: t
                    envelope: debezium
                    domain: retail
                    kind: ticket
                    events:
                      removed:
                        type: redacted
                        operations: [delete]
                        fields:
                          ticketId: /ticket
                          occurredAt: {path: /@source/ts_ms, time: epoch-millis}
                          messageId: {path: [/ticket, /n], join: ".", prefix: m-}
                """);

        // When
        Mapped mapped = TestMappings.read(
                mapping,
                "{\"before\": {\"ticket\": 7, \"n\": 2}, \"after\": null, \"op\": \"d\", \"source\": {\"ts_ms\": 1732440660123}}");

        // Then
        assertThat(mapped.drafts())
                .extracting(TestMappings::told)
                .containsExactly(
                        "redacted-… of 7 at 2024-11-24T09:31:00.123Z by nobody: TicketRedacted {\"messageId\": \"m-7.2\"}");
    }

    @Test
    void shouldTakeKafkasTimeAndKeyAndConstantsWhenTheMappingSaysSo() throws Exception {
        // Given
        TopicMapping mapping = TestMappings.single("""
                topicSources:
                  desk:
                    topic: t
                    domain: retail
                    kind: ticket
                    events:
                      opened:
                        fields:
                          ticketId: /a~1b
                          occurredAt: {path: /@timestamp, time: epoch-millis}
                          title: {path: [/first, /last]}
                          body: {path: /html, html: true}
                          tags: {path: [/tags, /more], values: {ship: shipping, pay: payment}, otherwise: other}
                          customerName: {constant: Ada}
                          customerEmail: /@key/id
                """);

        // When
        Mapped mapped = TestMappings.read(
                mapping,
                "{\"a/b\": 1, \"first\": \"A\", \"last\": \"B\", \"html\": \"<p>One</p><p>Two</p>\", \"tags\": [\"ship\", \"x\"], \"more\": \"pay,ship\"}");

        // Then
        assertThat(mapped.drafts())
                .extracting(TestMappings::told)
                .containsExactly(
                        "opened-… of 1 at 2024-11-24T09:31:01Z by nobody: TicketOpened {\"title\": \"A B\", \"body\": \"One\\n\\nTwo\","
                                + " \"customerName\": \"Ada\", \"customerEmail\": \"5002\", \"tags\": [\"shipping\", \"other\", \"payment\", \"shipping\"]}");
    }
}
