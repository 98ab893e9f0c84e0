package dev.millrace.evaluator.holdout;

import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.Document;
import java.util.List;
import java.util.Optional;

/**
 * One conversation of the holdout.
 *
 * @param subject pseudonym of the customer; items of one customer are one cluster
 * @param document its tokens, the assistant's words scored
 */
public record HoldoutItem(String id, String subject, List<ChatMessage> messages, Document document) {

    /** What was said before the first answer to a customer, greetings of the agent included; empty where there is none. */
    List<ChatMessage> opening() {
        for (int at = 1; at < messages.size(); at++) {
            if (messages.get(at).isAssistant() && messages.get(at - 1).role().equals(ChatMessage.USER)) {
                return messages.subList(0, at);
            }
        }
        return List.of();
    }

    /** The opening without the agent's greetings. */
    List<ChatMessage> question() {
        return opening().stream().filter(message -> !message.isAssistant()).toList();
    }

    /** The first answer to a customer, greetings before any question left aside. */
    Optional<ChatMessage> firstAnswer() {
        List<ChatMessage> opening = opening();
        return opening.isEmpty() ? Optional.empty() : Optional.of(messages.get(opening.size()));
    }
}
