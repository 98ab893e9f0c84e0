package dev.millrace.curation.rules;

import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.ConversationKind;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import dev.millrace.schemas.event.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What customer and agent said to each other: cleaned, without what mails carry along, prepared, one message for what one of
 * them said in a row, from the customer's first message to the agent's last answer.
 *
 * <p>Private notes, bots and the ticket system are kept out.
 *
 * @param customerWrote whether the customer wrote anything at all
 */
record Dialogue(List<Message> messages, boolean customerWrote) {

    /** @param prepare what is done to each cleaned text, in the order of the conversation */
    static Dialogue of(Conversation conversation, boolean includeTitle, UnaryOperator<String> prepare) {
        Messages messages = new Messages();
        String title = includeTitle ? title(conversation) : null;
        for (Turn turn : conversation.getTurns()) {
            Role role = role(turn);
            String text = words(conversation, turn);
            boolean beforeCustomer = messages.isEmpty() && role == Role.ASSISTANT;
            if (role == null || text.isEmpty() || beforeCustomer) {
                continue;
            }
            if (messages.isEmpty() && title != null && !text.startsWith(title)) {
                text = title + "\n\n" + text;
            }
            messages.add(role, prepare.apply(text));
        }
        return new Dialogue(messages.untilLastAnswer(), !messages.isEmpty());
    }

    /** Joins what one of them says in a row. */
    private static final class Messages {
        private final List<Message> before = new ArrayList<>();
        private final StringBuilder said = new StringBuilder();
        private @Nullable Role speaker;

        boolean isEmpty() {
            return speaker == null;
        }

        void add(Role role, String text) {
            if (role == speaker) {
                said.append("\n\n");
            } else {
                end();
            }
            speaker = role;
            said.append(text);
        }

        private void end() {
            if (speaker != null) {
                before.add(new Message(speaker, said.toString()));
            }
            said.setLength(0);
        }

        /** Speakers take turns, so that what stands before a question is an answer. */
        List<Message> untilLastAnswer() {
            if (speaker == Role.ASSISTANT) {
                end();
            }
            return List.copyOf(before);
        }
    }

    /** The cleaned subject line; null where there is none. */
    static @Nullable String title(Conversation conversation) {
        String title = conversation.getTitle() == null ? "" : CleanText.of(conversation.getTitle());
        return title.isEmpty() ? null : title;
    }

    /** Tickets are written by mail, or may be. */
    private static String words(Conversation conversation, Turn turn) {
        String text = CleanText.of(turn.getText());
        return conversation.getKind() == ConversationKind.TICKET ? MailText.of(text) : text;
    }

    private static @Nullable Role role(Turn turn) {
        if (turn.getInternal()) {
            return null;
        }
        return turn.getAuthor() == Author.CUSTOMER
                ? Role.USER
                : turn.getAuthor() == Author.AGENT ? Role.ASSISTANT : null;
    }

    /** All that one of them said. */
    String said(Role role) {
        return messages.stream()
                .filter(message -> message.getRole() == role)
                .map(Message::getContent)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** All that was said, message by message. */
    String text() {
        return messages.stream().map(Message::getContent).collect(Collectors.joining("\n\n"));
    }

    /** Slots that a template left. */
    int slots() {
        return messages.stream()
                .mapToInt(message -> Slots.count(message.getContent()))
                .sum();
    }

    int chars() {
        return messages.stream()
                .mapToInt(message -> message.getContent().length())
                .sum();
    }
}
