package dev.millrace.ingest.webhook;

import static dev.millrace.ingest.webhook.HmacSignature.BASE64;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.JsonFields;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.webhook.HmacSignature.SignedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Zendesk's ticket and messaging events ({@code zen:event-type:…}), as event subscriptions send them.
 *
 * <p>Every request repeats subject and description of its ticket, so the opening is told with each comment too: whichever
 * arrives first, the rest changes nothing. The description is the first comment; that comment's own event is not told a
 * second time. Events: <a href="https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events">Ticket
 * events</a>.
 */
final class Zendesk implements Vendor {
    private static final String TYPE = "zen:event-type:";
    private static final String SIGNATURE = "X-Zendesk-Webhook-Signature";

    private final Signature signature;

    Zendesk(Duration maxAge) {
        this.signature = new HmacSignature(
                "HmacSHA256",
                SIGNATURE,
                "",
                BASE64,
                new SignedTime(SIGNATURE + "-Timestamp", "", "", SignedTime::iso, maxAge));
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Reading read(JsonNode root, Instant now, Problems problems) {
        JsonFields body = new JsonFields(root, "", problems);
        String type = body.requireText("type").orElse("");
        return switch (type) {
            case TYPE + "ticket.created" -> told(body, ZendeskTicket::tellOpening);
            case TYPE + "ticket.comment_added" -> told(body, ZendeskTicket::tellComment);
            case TYPE + "ticket.comment_redacted", TYPE + "ticket.comment_made_private" ->
                told(body, ZendeskTicket::tellRedaction);
            case TYPE + "ticket.status_changed" -> told(body, ZendeskTicket::tellStatus);
            case TYPE + "ticket.csat_received" -> told(body, ZendeskTicket::tellRating);
            case TYPE + "messaging_ticket.message_added" -> told(body, ZendeskTicket::tellMessage);
            default -> new Reading.Unknown(type);
        };
    }

    private interface Telling {
        void tell(ZendeskTicket ticket, JsonFields event);
    }

    private static Reading told(JsonFields body, Telling telling) {
        Optional<ZendeskTicket> ticket = ZendeskTicket.of(body);
        Optional<JsonFields> event = body.requireObject("event");
        ticket.ifPresent(found -> event.ifPresent(fields -> telling.tell(found, fields)));
        return new Reading.Events(ticket.map(found -> found.drafts().events()).orElse(List.of()));
    }
}
