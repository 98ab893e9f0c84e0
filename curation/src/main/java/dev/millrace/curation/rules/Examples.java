package dev.millrace.curation.rules;

import dev.millrace.curation.rules.redaction.LowerCase;
import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes examples of conversations that were judged fit. */
public final class Examples {
    private Examples() {}

    static Example of(
            Conversation conversation,
            Dialogue dialogue,
            Policy policy,
            String language,
            Map<String, Integer> redactions,
            @Nullable String title) {
        return Example.newBuilder()
                .setExampleId(id(conversation.getDomain(), conversation.getSource(), conversation.getConversationId()))
                .setDomain(conversation.getDomain())
                .setSource(conversation.getSource())
                .setConversationId(conversation.getConversationId())
                .setSubject(conversation.getSubject())
                .setSubjectKnown(conversation.getSubjectKnown())
                .setAliases(conversation.getAliases())
                .setOthers(conversation.getOthers())
                .setKind(conversation.getKind())
                .setMessages(messages(dialogue, policy))
                .setLanguage(language)
                .setRating(conversation.getRating())
                .setTags(conversation.getTags())
                .setQuality(quality(conversation))
                .setSignature(signature(dialogue.messages()))
                .setRedactions(redactions)
                .setOccurredAt(conversation.getOccurredAt())
                .setRevision(conversation.getRevision())
                .setPolicyVersion(policy.config().version())
                .setPolicyHash(policy.hash())
                .setSourceOffsets(conversation.getSourceOffsets())
                .setMinHash(ComparedText.of(dialogue.messages()).signatures())
                .setTitle(title)
                .setOutcome(conversation.getOutcome())
                .build();
    }

    /** Id of the example that a conversation becomes; the same however often it is judged. */
    public static String id(String domain, String source, String conversationId) {
        return id(Keys.conversation(domain, source, conversationId));
    }

    /** Id of the example of the conversation with this key. */
    public static String id(String conversationKey) {
        return Sha256.text(conversationKey);
    }

    private static List<Message> messages(Dialogue dialogue, Policy policy) {
        List<Message> messages = new ArrayList<>();
        String systemPrompt = policy.config().systemPrompt();
        if (systemPrompt != null && !systemPrompt.isBlank()) {
            messages.add(new Message(Role.SYSTEM, systemPrompt.strip()));
        }
        messages.addAll(dialogue.messages());
        return messages;
    }

    /** The mean of how sure it is that the customer was helped, and of the rating where there is one; from 0 to 1. */
    private static double quality(Conversation conversation) {
        double settled = conversation.getOutcome() == Outcome.RESOLVED ? 1 : 0.6;
        Integer rating = conversation.getRating();
        return rating == null ? settled : (settled + (rating - 1) / 4.0) / 2;
    }

    /** Equal for texts that differ only in letter case and white space. */
    private static String signature(List<Message> messages) {
        StringBuilder said = new StringBuilder();
        for (Message message : messages) {
            said.append(said.length() == 0 ? "" : "\u0000")
                    .append(message.getRole())
                    .append('\n');
            WhiteSpace.appendCollapsed(LowerCase.of(message.getContent()).strip(), said);
        }
        return Sha256.text(said.toString());
    }
}
