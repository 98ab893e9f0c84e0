package dev.millrace.ingest.webhook;

import dev.millrace.ingest.event.JsonFields;
import dev.millrace.ingest.webhook.ConversationDrafts.Said;
import dev.millrace.schemas.event.Author;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of one Intercom conversation or ticket: messages, notes, closings, removals. Bodies are HTML.
 *
 * <p>Only what people write to each other counts as theirs; any other part with words, such as the announcement of a
 * reply's time, is the bot's or the system's.
 */
final class IntercomParts {
    private static final Set<String> WRITTEN = Set.of(
            "comment",
            "assignment",
            "assign_and_reopen",
            "assign_and_unsnooze",
            "open",
            "close",
            "snoozed",
            "quick_reply",
            "timer_unsnooze");
    /** How a first message was sent that nobody wrote for this customer. */
    private static final Set<String> AUTOMATIC = Set.of("automated", "operator_initiated", "campaigns_initiated");

    private static final String NOTE = "note";
    private static final String TICKET_STATE = "ticket_state_updated";
    private static final String RESOLVED = "resolved";

    private final ConversationDrafts drafts;
    private final boolean removal;
    private final boolean internal;

    /**
     * @param removal whether the request is about parts that were removed, so that they need not say so themselves
     * @param internal whether only agents see any of it
     */
    IntercomParts(ConversationDrafts drafts, boolean removal, boolean internal) {
        this.drafts = drafts;
        this.removal = removal;
        this.internal = internal;
    }

    /** The message that a conversation began with. */
    void first(JsonFields message, Instant at, Optional<JsonFields> user, List<String> tags) {
        Optional<String> id = message.requireId("id");
        if (id.isEmpty()) {
            return;
        }
        String eventId = "message-" + id.get();
        if (isRemoved(message)) {
            drafts.redacted(eventId, at);
            return;
        }
        boolean automatic =
                message.text("delivered_as").filter(AUTOMATIC::contains).isPresent();
        Optional<JsonFields> author = message.object("author");
        Author role = author.map(IntercomParts::role).orElse(Author.SYSTEM);
        author.filter(who -> role == Author.CUSTOMER
                        && who.id("id").filter(drafts::isOf).isPresent())
                .flatMap(who -> who.text("email"))
                .ifPresent(drafts::alsoKnownAs);
        Optional<String> name = author.flatMap(who -> who.text("name"))
                .or(() -> user.filter(any -> role == Author.CUSTOMER).flatMap(who -> who.text("name")));
        drafts.message(
                eventId, at, new Said(automatic ? Author.BOT : role, name.orElse(null), text(message), internal, tags));
    }

    void part(JsonFields part) {
        Optional<String> id = part.requireId("id");
        Optional<Instant> at = part.requireEpochSeconds("created_at");
        String type = part.requireText("part_type").orElse("");
        if (id.isEmpty() || at.isEmpty()) {
            return;
        }
        String eventId = "part-" + id.get();
        if (removal || isRemoved(part)) {
            drafts.redacted(eventId, part.epochSeconds("updated_at").orElse(at.get()));
            return;
        }
        drafts.message(eventId, at.get(), said(part, type));
        if (type.equals("close")) {
            drafts.ended("close-" + id.get(), at.get());
        } else if (type.startsWith(TICKET_STATE)) {
            changed(part, "state-" + id.get(), at.get());
        }
    }

    private static boolean isRemoved(JsonFields message) {
        return message.bool("redacted").orElse(false);
    }

    private Said said(JsonFields part, String type) {
        Optional<JsonFields> author = part.object("author");
        Author role = author.map(IntercomParts::role).orElse(Author.SYSTEM);
        boolean note = type.startsWith(NOTE);
        boolean written = note || WRITTEN.contains(type) || role == Author.BOT;
        String name = author.flatMap(who -> who.text("name")).orElse(null);
        return new Said(written ? role : Author.SYSTEM, name, text(part), internal || note);
    }

    private static Author role(JsonFields author) {
        if (author.bool("from_ai_agent").orElse(false)) {
            return Author.BOT;
        }
        return switch (author.text("type").orElse("")) {
            case "user", "lead", "contact", "visitor" -> Author.CUSTOMER;
            case "admin", "team" -> Author.AGENT;
            case "bot" -> Author.BOT;
            default -> Author.SYSTEM;
        };
    }

    private static String text(JsonFields message) {
        return HtmlText.of(message.text("body").orElse(""));
    }

    private void changed(JsonFields part, String eventId, Instant at) {
        boolean before =
                part.text("previous_ticket_state").filter(RESOLVED::equals).isPresent();
        boolean after = part.text("ticket_state").filter(RESOLVED::equals).isPresent();
        if (after && !before) {
            drafts.resolved(eventId, at, List.of());
        } else if (before && !after) {
            drafts.reopened(eventId, at);
        }
    }
}
