package dev.millrace.ingest.webhook;

import static dev.millrace.ingest.webhook.HmacSignature.HEX;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonFields;
import dev.millrace.ingest.event.Problems;
import dev.millrace.schemas.event.TicketOpened;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Intercom's conversations, which become chats, and its tickets, of both generations of payload: the older has {@code user}
 * and {@code conversation_message} where the newer has {@code contacts} and {@code source}.
 *
 * <p>What a notification tells follows from the parts that it carries and not from its topic: each holds the conversation's
 * beginning and its newest parts, and their ids make the same part of two notifications one event. Topics: <a
 * href="https://developers.intercom.com/docs/references/webhooks/webhook-models">Webhook topics</a>.
 */
final class Intercom implements Vendor {
    private static final Signature SIGNATURE = new HmacSignature("HmacSHA1", "X-Hub-Signature", "sha1=", HEX, null);
    private static final String REDACTED = "conversation_part.redacted";

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Reading read(JsonNode root, Instant now, Problems problems) {
        JsonFields body = new JsonFields(root, "", problems);
        String topic = body.requireText("topic").orElse("");
        Optional<JsonFields> item = body.requireObject("data").flatMap(data -> data.requireObject("item"));
        return switch (item.flatMap(found -> found.text("type")).orElse("")) {
            case "conversation" -> conversation(item.orElseThrow(), topic.equals(REDACTED));
            case "ticket" -> ticket(item.orElseThrow());
            default -> new Reading.Unknown(topic);
        };
    }

    private static Reading conversation(JsonFields item, boolean removal) {
        Optional<String> id = item.requireId("id");
        if (id.isEmpty()) {
            return new Reading.Events(List.of());
        }
        ConversationDrafts drafts = new ConversationDrafts(EventKind.CHATS, id.get(), customer(item));
        IntercomParts parts = new IntercomParts(drafts, removal, false);
        item.object("source").or(() -> item.object("conversation_message")).ifPresent(first -> item.requireEpochSeconds(
                        "created_at")
                .ifPresent(at -> parts.first(first, at, item.object("user"), tags(item))));
        item.object("conversation_parts")
                .ifPresent(list -> list.objects("conversation_parts").forEach(parts::part));
        item.object("conversation_rating").ifPresent(rating -> rated(drafts, id.get(), rating));
        return new Reading.Events(drafts.events());
    }

    private static void rated(ConversationDrafts drafts, String conversation, JsonFields rating) {
        Optional<Integer> value = rating.number("rating");
        Optional<Instant> at = rating.epochSeconds("created_at");
        if (value.isPresent() && at.isPresent()) {
            String eventId = "rating-" + conversation + "-" + at.get().getEpochSecond();
            drafts.rated(eventId, at.get(), value.get());
        }
    }

    /** Tickets of the back office and trackers are the company's own notes: all of them is internal. */
    private static Reading ticket(JsonFields item) {
        Optional<String> id = item.requireId("id");
        if (id.isEmpty()) {
            return new Reading.Events(List.of());
        }
        boolean internal = !item.text("category").orElse("Customer").equalsIgnoreCase("Customer");
        ConversationDrafts drafts = new ConversationDrafts(EventKind.TICKETS, id.get(), customer(item));
        if (!internal) {
            item.object("ticket_attributes").ifPresent(attributes -> item.requireEpochSeconds("created_at")
                    .ifPresent(at -> opened(drafts, id.get(), at, attributes)));
        }
        IntercomParts parts = new IntercomParts(drafts, false, internal);
        item.object("ticket_parts")
                .ifPresent(list -> list.objects("ticket_parts").forEach(parts::part));
        return new Reading.Events(drafts.events());
    }

    private static void opened(ConversationDrafts drafts, String ticket, Instant at, JsonFields attributes) {
        String title = attributes.text("_default_title_").orElse("");
        String description = attributes.text("_default_description_").orElse("");
        String body = HtmlText.of(description.isBlank() ? title : description);
        drafts.opened("ticket-" + ticket, at, new TicketOpened(title, body, null, null, List.of()));
    }

    /** The contact's id; the older generation's {@code user} has the same. */
    private static @Nullable String customer(JsonFields item) {
        return item.object("contacts")
                .flatMap(list -> list.objects("contacts").stream().findFirst())
                .or(() -> item.object("user"))
                .flatMap(contact -> contact.id("id"))
                .orElse(null);
    }

    private static List<String> tags(JsonFields item) {
        return item.object("tags").map(list -> list.objects("tags")).orElse(List.of()).stream()
                .flatMap(tag -> tag.text("name").stream())
                .toList();
    }
}
