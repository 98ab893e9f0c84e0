package dev.millrace.ingest.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.ContentHash;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonFields;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.webhook.ConversationDrafts.Said;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.TicketOpened;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Freshdesk's automation rules that trigger a webhook. There is no signature, no event id and no time: the secret comes in
 * a header, ids are hashes of the body, and an event occurs when it arrives.
 *
 * <p>The ticket's description comes with every event, so the opening is told with each. A comment does not say who wrote
 * it; the rule's own {@code comment_author} does ({@code docs/webhooks.md}).
 */
final class Freshdesk implements Vendor {
    private static final Signature SIGNATURE = new SharedSecret("X-Webhook-Secret", "");
    /** {@code {ticket_action:created}} or {@code {status:{from:2,to:5}}}; it is no JSON. */
    private static final Pattern TRIGGER =
            Pattern.compile("\\{([a-z_]{1,40}):(?:([a-z_]{1,40})|\\{from:(\\w{1,20}),to:(\\w{1,20})})}");
    /** Resolved and closed. */
    private static final Set<String> SETTLED = Set.of("4", "5");

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Reading read(JsonNode root, Instant now, Problems problems) {
        JsonFields body = new JsonFields(root, "", problems);
        Optional<JsonFields> ticket = body.requireObject("freshdesk_webhook");
        Optional<String> id = ticket.flatMap(fields -> fields.requireId("ticket_id"));
        if (id.isEmpty()) {
            return new Reading.Events(List.of());
        }
        return read(ticket.orElseThrow(), id.get(), ContentHash.of(root), now);
    }

    private static Reading read(JsonFields ticket, String id, String hash, Instant now) {
        String trigger = ticket.requireText("triggered_event").orElse("").replace(" ", "");
        Matcher event = TRIGGER.matcher(trigger);
        ConversationDrafts drafts = new ConversationDrafts(EventKind.TICKETS, id, email(ticket));
        open(ticket, id, now, drafts);
        switch (event.matches() ? event.group(1) : "") {
            case "ticket_action" -> {}
            case "note_type" -> comment(ticket, hash, now, "private".equals(event.group(2)), drafts);
            case "reply_sent" -> comment(ticket, hash, now, false, drafts);
            case "status" -> status("status-" + hash, now, event.group(3), event.group(4), drafts);
            default -> {
                return new Reading.Unknown(trigger);
            }
        }
        return new Reading.Events(drafts.events());
    }

    private static void open(JsonFields ticket, String id, Instant now, ConversationDrafts drafts) {
        String title = ticket.text("ticket_subject").orElse(null);
        String body = HtmlText.of(ticket.text("ticket_description").orElse(""));
        String name = either(ticket, "requester_name", "ticket_requester_name").orElse(null);
        drafts.opened("ticket-" + id, now, new TicketOpened(title, body, name, email(ticket), List.of()));
    }

    /** In lower case, since it names the customer. */
    private static @Nullable String email(JsonFields ticket) {
        return either(ticket, "requester_email", "ticket_requester_email")
                .map(email -> email.strip().toLowerCase(Locale.ROOT))
                .filter(email -> !email.isEmpty())
                .orElse(null);
    }

    private static Optional<String> either(JsonFields ticket, String name, String otherwise) {
        return ticket.text(name).or(() -> ticket.text(otherwise));
    }

    /** Whose words they are must be known: a private note is an agent's, anything else as the rule tells. */
    private static void comment(
            JsonFields ticket, String hash, Instant now, boolean internal, ConversationDrafts drafts) {
        String field = internal ? "ticket_latest_private_comment" : "ticket_latest_public_comment";
        String text = HtmlText.of(ticket.text(field).orElse(""));
        String author = ticket.text("comment_author").orElse(internal ? "agent" : "");
        if (author.equals("agent") || author.equals("customer")) {
            Author role = author.equals("agent") ? Author.AGENT : Author.CUSTOMER;
            drafts.message("comment-" + hash, now, new Said(role, null, text, internal));
        }
    }

    private static void status(String eventId, Instant now, String from, String to, ConversationDrafts drafts) {
        boolean before = SETTLED.contains(from);
        boolean after = SETTLED.contains(to);
        if (after && !before) {
            drafts.resolved(eventId, now, List.of());
        } else if (before && !after) {
            drafts.reopened(eventId, now);
        }
    }
}
