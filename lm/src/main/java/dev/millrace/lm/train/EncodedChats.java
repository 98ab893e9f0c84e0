package dev.millrace.lm.train;

import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.ChatTemplateException;
import dev.millrace.lm.text.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * Chat examples as token documents.
 *
 * @param tooLong how many were left out because their last exchange alone exceeds the limit
 * @param refused how many the chat template or the mask would not take
 */
public record EncodedChats(List<Document> documents, int tooLong, int refused) {
    private static final double TOLERATED = 0.05;

    /**
     * Encodes every example. One the template refuses is left out; more than one in twenty of them is a template that does not
     * fit the data, and fails with the first reason.
     */
    public static EncodedChats of(List<ChatExample> examples, ChatEncoder encoder, int maxTokens) {
        List<Document> documents = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (ChatExample example : examples) {
            try {
                encoder.encodeWithin(example.messages(), maxTokens).ifPresent(documents::add);
            } catch (ChatTemplateException e) {
                refusals.add("Example " + example.id() + ": " + e.getMessage());
            }
        }
        if (refusals.size() > TOLERATED * examples.size()) {
            throw new ChatTemplateException(refusals.size() + " of " + examples.size()
                    + " examples cannot be encoded, expected at most one in twenty. " + refusals.get(0));
        }
        int tooLong = examples.size() - documents.size() - refusals.size();
        return new EncodedChats(List.copyOf(documents), tooLong, refusals.size());
    }

    public long tokens() {
        return documents.stream().mapToLong(Document::size).sum();
    }

    public long scored() {
        return documents.stream().mapToLong(Document::scored).sum();
    }
}
