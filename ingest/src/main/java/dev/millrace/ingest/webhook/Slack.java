package dev.millrace.ingest.webhook;

import static dev.millrace.ingest.webhook.HmacSignature.HEX;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonFields;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.webhook.ConversationDrafts.Said;
import dev.millrace.ingest.webhook.HmacSignature.SignedTime;
import dev.millrace.schemas.event.Author;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Slack's Events API: each thread of a channel is a chat, a message outside of threads begins one.
 *
 * <p>A message is known by its channel and time stamp. An edit removes the message as it was and tells the new one; a
 * deletion removes it. A check mark on the message that began the thread settles the chat. Events: <a
 * href="https://docs.slack.dev/reference/events/message">message</a>.
 */
final class Slack implements Vendor {
    private static final Set<String> SPOKEN = Set.of("", "file_share", "thread_broadcast", "me_message", "bot_message");
    private static final Set<String> CHECK_MARKS =
            Set.of("white_check_mark", "heavy_check_mark", "ballot_box_with_check");
    private static final int LONGEST_CHALLENGE = 1_000;

    private final Set<String> agents;
    private final Signature signature;

    /** @param agents member ids; where there are none, whoever did not begin a thread is an agent in it */
    Slack(Collection<String> agents, Duration maxAge) {
        this.agents = Set.copyOf(agents);
        this.signature = new HmacSignature(
                "HmacSHA256",
                "X-Slack-Signature",
                "v0=",
                HEX,
                new SignedTime("X-Slack-Request-Timestamp", "v0:", ":", SignedTime::epochSeconds, maxAge));
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
            case "url_verification" -> new Reading.Challenge(challenge(body, problems));
            case "event_callback" ->
                body.requireObject("event").map(event -> event(event, problems)).orElse(new Reading.Events(List.of()));
            default -> new Reading.Unknown(type);
        };
    }

    private static String challenge(JsonFields body, Problems problems) {
        String challenge = body.requireText("challenge").orElse("");
        if (challenge.length() > LONGEST_CHALLENGE) {
            problems.add(
                    "challenge", "has " + challenge.length() + " characters; expected at most " + LONGEST_CHALLENGE);
        }
        return challenge;
    }

    private Reading event(JsonFields event, Problems problems) {
        String type = event.requireText("type").orElse("");
        return switch (type) {
            case "message", "app_mention" -> new Reading.Events(message(event, problems));
            case "reaction_added" -> new Reading.Events(reaction(event, problems));
            default -> new Reading.Unknown(type);
        };
    }

    private List<VendorEvent<?>> message(JsonFields event, Problems problems) {
        Optional<String> channel = event.requireId("channel");
        String subtype = event.text("subtype").orElse("");
        if (channel.isEmpty()) {
            return List.of();
        }
        return switch (subtype) {
            case "message_changed" ->
                SlackMessage.of(event.requireObject("message"), channel.get(), problems)
                        .filter(SlackMessage::isEdited)
                        .map(now -> changed(event, now, problems))
                        .orElse(List.of());
            case "message_deleted" ->
                SlackMessage.of(event.requireObject("previous_message"), channel.get(), problems)
                        .map(gone -> removed(event, gone, problems))
                        .orElse(List.of());
            default ->
                SPOKEN.contains(subtype)
                        ? SlackMessage.of(Optional.of(event), channel.get(), problems)
                                .map(this::said)
                                .orElse(List.of())
                        : List.of();
        };
    }

    private List<VendorEvent<?>> said(SlackMessage message) {
        ConversationDrafts drafts = drafts(message);
        drafts.message(message.eventId(), message.at(), words(message));
        return drafts.events();
    }

    private List<VendorEvent<?>> changed(JsonFields event, SlackMessage message, Problems problems) {
        ConversationDrafts drafts = drafts(message);
        SlackMessage.of(event.requireObject("previous_message"), message.channel(), problems)
                .ifPresent(before -> before.eventIds().forEach(id -> drafts.redacted(id, message.at())));
        drafts.message(message.eventId(), message.at(), words(message));
        return drafts.events();
    }

    private List<VendorEvent<?>> removed(JsonFields event, SlackMessage gone, Problems problems) {
        ConversationDrafts drafts = drafts(gone);
        SlackMessage.stamp(event, "event_ts", problems)
                .ifPresent(at -> gone.eventIds().forEach(id -> drafts.redacted(id, at)));
        return drafts.events();
    }

    private ConversationDrafts drafts(SlackMessage message) {
        String customer = message.starter() == null ? message.user() : message.starter();
        boolean known = customer != null && !agents.contains(customer);
        String subject = known ? customer : isAgent(message) ? null : message.user();
        return new ConversationDrafts(EventKind.CHATS, message.chatId(), subject);
    }

    private Said words(SlackMessage message) {
        return new Said(author(message), null, SlackText.plain(message.text()), false);
    }

    private Author author(SlackMessage message) {
        if (message.bot()) {
            return Author.BOT;
        }
        if (message.user() == null) {
            return Author.SYSTEM;
        }
        return isAgent(message) ? Author.AGENT : Author.CUSTOMER;
    }

    private boolean isAgent(SlackMessage message) {
        String user = message.user();
        return agents.isEmpty()
                ? message.starter() != null && !message.starter().equals(user)
                : user != null && agents.contains(user);
    }

    private static List<VendorEvent<?>> reaction(JsonFields event, Problems problems) {
        Optional<JsonFields> item = event.requireObject("item");
        boolean settled =
                event.requireText("reaction").filter(CHECK_MARKS::contains).isPresent();
        if (!settled
                || item.flatMap(on -> on.text("type")).filter("message"::equals).isEmpty()) {
            return List.of();
        }
        Optional<String> chat = item.flatMap(on ->
                on.requireId("channel").flatMap(channel -> on.requireText("ts").map(ts -> channel + ":" + ts)));
        Optional<Instant> at = SlackMessage.stamp(event, "event_ts", problems);
        if (chat.isEmpty() || at.isEmpty()) {
            return List.of();
        }
        ConversationDrafts drafts = new ConversationDrafts(EventKind.CHATS, chat.get(), null);
        drafts.resolved("settled-" + chat.get(), at.get(), List.of());
        return drafts.events();
    }
}
