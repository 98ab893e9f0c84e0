package dev.millrace.evaluator.holdout;

import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.Document;
import java.util.List;

/**
 * One conversation of the holdout.
 *
 * @param subject pseudonym of the customer; items of one customer are one cluster
 * @param document its tokens, the assistant's words scored
 */
public record HoldoutItem(String id, String subject, List<ChatMessage> messages, Document document) {}
