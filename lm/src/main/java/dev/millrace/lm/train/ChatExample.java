package dev.millrace.lm.train;

import dev.millrace.lm.text.ChatMessage;
import java.util.List;

/**
 * One line of a chat file.
 *
 * @param id the example's own, or {@code line N} where it has none
 * @param subject pseudonym of the customer, empty where unknown
 */
public record ChatExample(String id, String subject, List<ChatMessage> messages) {}
