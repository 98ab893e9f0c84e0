package dev.millrace.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.ingest.event.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads that vendors have really sent; they are not part of the project, and without them this is skipped. */
class RealPayloadsTest {
    private static final Path PAYLOADS = Path.of(System.getProperty("millrace.root"), "../shared/data/webhooks");

    private final Map<String, Webhook> webhooks = VendorRequests.webhooks(Clock.systemUTC());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    freshdesk_ticket_created                 | freshdesk | TicketOpened
                    freshdesk_public_note                    | freshdesk | TicketOpened
                    intercom_2019_conversation.user.created  | intercom  | ChatMessage CUSTOMER
                    intercom_2019_conversation.user.replied  | intercom  | ChatMessage CUSTOMER, ChatMessage CUSTOMER
                    intercom_2019_conversation.admin.replied | intercom  | ChatMessage CUSTOMER, ChatMessage AGENT
                    intercom_2026_conversation.operator.replied | intercom | ChatMessage CUSTOMER, ChatMessage BOT
                    intercom_2026_conversation_part.redacted | intercom  | ChatMessage CUSTOMER, ChatRedacted
                    intercom_2026_ticket.created             | intercom  | TicketOpened, TicketReplied BOT
                    slack_event_message                      | slack     | ChatMessage CUSTOMER
                    slack_event_file_share_trimmed           | slack     | ''
                    """)
    void shouldTellWhatHappenedWhenAPayloadIsReal(String file, String vendor, String expected) throws IOException {
        // Given
        Path payload = PAYLOADS.resolve(file + ".json");
        assumeTrue(Files.exists(payload), () -> "SKIPPED: there is no " + payload);
        Problems problems = new Problems();

        // When
        Reading reading = webhooks.get(vendor).read(new ObjectMapper().readTree(payload.toFile()), problems);

        // Then
        assertThat(problems.list()).isEmpty();
        assertThat(((Reading.Events) reading)
                        .events().stream()
                                .map(event -> shown(event.draft().change()))
                                .reduce((a, b) -> a + ", " + b)
                                .orElse(""))
                .isEqualTo(expected);
    }

    private static String shown(SpecificRecord change) {
        boolean hasAuthor = change.getSchema().getField("author") != null;
        return change.getSchema().getName()
                + (hasAuthor
                        ? " " + change.get(change.getSchema().getField("author").pos())
                        : "");
    }
}
