package dev.millrace.curation.rules;

import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import org.jspecify.annotations.Nullable;

/** What a rule looks at: a conversation, and what became of it under a policy. For one thread. */
final class Judged {
    private final Conversation conversation;
    private final Dialogue dialogue;
    private final int redactions;
    private final PolicyConfig policy;
    private final String questions;
    private final String answers;
    private @Nullable WebText webText;

    /** @param redactions how many pieces of text were redacted */
    Judged(Conversation conversation, Dialogue dialogue, int redactions, PolicyConfig policy) {
        this.conversation = conversation;
        this.dialogue = dialogue;
        this.redactions = redactions;
        this.policy = policy;
        this.questions = dialogue.said(Role.USER);
        this.answers = dialogue.said(Role.ASSISTANT);
    }

    Conversation conversation() {
        return conversation;
    }

    Dialogue dialogue() {
        return dialogue;
    }

    int redactions() {
        return redactions;
    }

    PolicyConfig policy() {
        return policy;
    }

    /** All that the customer wrote. */
    String questions() {
        return questions;
    }

    /** All that the agent wrote. */
    String answers() {
        return answers;
    }

    /** Length of the longest message of one of them. */
    int longest(Role role) {
        return dialogue.messages().stream()
                .filter(message -> message.getRole() == role)
                .map(Message::getContent)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** All that was written, as the filters for web pages look at it. */
    WebText webText() {
        WebText known = webText == null ? WebText.of(dialogue.text()) : webText;
        webText = known;
        return known;
    }
}
