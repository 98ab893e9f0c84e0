package dev.millrace.ingest.webhook;

import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonFields;
import dev.millrace.ingest.webhook.ConversationDrafts.Said;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.TicketOpened;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ticket that a request is about, as it stands after the event. */
record ZendeskTicket(String id, String eventId, Instant at, JsonFields detail, ConversationDrafts drafts) {
    private static final Set<String> SETTLED = Set.of("SOLVED", "CLOSED");
    /** Tickets whose description only says that a chat was begun; the chat's messages come as events of their own. */
    private static final Set<String> MESSAGING = Set.of("native_messaging", "chat", "sunshine_conversations_api");
    /** Stands for triggers and automations. */
    private static final String SYSTEM_AUTHOR = "-1";
    /** What Zendesk puts in place of redacted text. */
    private static final String BLOCK = "\u2587";

    private static final int BEST = 5;
    private static final int WORST = 1;

    static Optional<ZendeskTicket> of(JsonFields body) {
        Optional<String> eventId = body.requireId("id");
        Optional<Instant> at = body.requireTime("time");
        Optional<JsonFields> detail = body.requireObject("detail");
        Optional<String> id = detail.flatMap(fields -> fields.requireId("id"));
        if (eventId.isEmpty() || at.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        String subject = detail.flatMap(fields -> fields.id("requester_id")).orElse(null);
        return Optional.of(new ZendeskTicket(
                id.get(),
                eventId.get(),
                at.get(),
                detail.get(),
                new ConversationDrafts(EventKind.TICKETS, id.get(), subject)));
    }

    private String openingId() {
        return "ticket-" + id;
    }

    private String description() {
        return detail.text("description").orElse("");
    }

    private List<String> tags() {
        return detail.texts("tags");
    }

    /** The first message: the customer's, unless an agent has written it down for the customer. */
    void tellOpening(JsonFields event) {
        String channel = detail.object("via")
                .flatMap(via -> via.text("channel"))
                .orElseGet(() -> detail.text("via.channel").orElse(""));
        if (MESSAGING.contains(channel)) {
            return;
        }
        Instant created = detail.time("created_at").orElse(at);
        boolean internal = !detail.bool("is_public").orElse(true);
        if (internal || isSubmittedForAnother()) {
            drafts.message(openingId(), created, new Said(Author.AGENT, null, description(), internal));
        } else {
            String title = detail.text("subject").orElse(null);
            drafts.opened(openingId(), created, new TicketOpened(title, description(), null, null, tags()));
        }
    }

    private boolean isSubmittedForAnother() {
        Optional<String> submitter = detail.id("submitter_id");
        return submitter.isPresent() && !submitter.equals(detail.id("requester_id"));
    }

    void tellComment(JsonFields event) {
        tellOpening(event);
        event.requireObject("comment").ifPresent(comment -> {
            String body = comment.text("body").orElse("");
            boolean internal = !comment.bool("is_public").orElse(false);
            Optional<JsonFields> author = comment.object("author");
            String name = author.flatMap(who -> who.text("name")).orElse(null);
            Said said = new Said(author.map(ZendeskTicket::role).orElse(Author.SYSTEM), name, body, internal);
            boolean isOpening =
                    !body.isBlank() && body.strip().equals(description().strip());
            comment.requireId("id")
                    .filter(found -> !isOpening)
                    .ifPresent(found -> drafts.message(commentId(found), at, said));
        });
    }

    private static Author role(JsonFields author) {
        if (author.id("id").equals(Optional.of(SYSTEM_AUTHOR))) {
            return Author.SYSTEM;
        }
        return author.bool("is_staff").orElse(false) ? Author.AGENT : Author.CUSTOMER;
    }

    /** The event names a comment and not whether it was the first: the description shows that. */
    void tellRedaction(JsonFields event) {
        event.requireObject("comment")
                .flatMap(comment -> comment.requireId("id"))
                .ifPresent(found -> drafts.redacted(commentId(found), at));
        if (description().contains(BLOCK)) {
            drafts.redacted(openingId(), at);
        }
    }

    private static String commentId(String id) {
        return "comment-" + id;
    }

    void tellStatus(JsonFields event) {
        boolean before = event.text("previous").filter(SETTLED::contains).isPresent();
        boolean after = event.requireText("current").filter(SETTLED::contains).isPresent();
        if (after && !before) {
            drafts.resolved(eventId, at, tags());
        } else if (before && !after) {
            drafts.reopened(eventId, at);
        }
    }

    void tellRating(JsonFields event) {
        String score = event.object("satisfaction_score")
                .flatMap(found -> found.text("score"))
                .orElse("");
        if (score.equals("GOOD") || score.equals("BAD")) {
            drafts.rated(eventId, at, score.equals("GOOD") ? BEST : WORST);
        }
    }

    /** A message of a messaging channel, whose actor is {@code end_user}, {@code agent}, or something automatic. */
    void tellMessage(JsonFields event) {
        Optional<JsonFields> actor = event.object("actor");
        Author author = author(actor.flatMap(who -> who.text("type")).orElse(""));
        String name = actor.flatMap(who -> who.text("name")).orElse(null);
        event.requireObject("message").ifPresent(message -> {
            String body = message.text("body").orElse("");
            String messageId = message.id("id").orElse(eventId);
            drafts.message("message-" + messageId, at, new Said(author, name, body, false));
        });
    }

    private static Author author(String actorType) {
        return switch (actorType) {
            case "end_user" -> Author.CUSTOMER;
            case "agent" -> Author.AGENT;
            default -> Author.BOT;
        };
    }
}
