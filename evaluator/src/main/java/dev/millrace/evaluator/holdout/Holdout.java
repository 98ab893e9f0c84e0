package dev.millrace.evaluator.holdout;

import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.ChatTemplateException;
import dev.millrace.lm.text.Document;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.snapshots.SnapshotExample;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The items of a snapshot's holdout that count.
 *
 * @param excluded items left out because a compared adapter was trained on the same words
 * @param unusable items that do not fit into the token limit, or that the chat template refuses
 * @param subjectsKnown false where each conversation counts as a customer of its own
 */
public record Holdout(List<HoldoutItem> items, int excluded, int unusable, boolean subjectsKnown) {

    /**
     * Reads the holdout of a snapshot.
     *
     * @param trainedOn snapshots of every adapter that is compared on it
     */
    public static Holdout read(
            SnapshotFolder snapshot, List<SnapshotFolder> trainedOn, ChatEncoder encoder, int maxTokens) {
        Set<String> trained = new HashSet<>();
        trainedOn.forEach(folder -> folder.examples(Split.TRAIN).forEach(example -> trained.add(fingerprint(example))));
        List<HoldoutItem> items = new ArrayList<>();
        int excluded = 0;
        int unusable = 0;
        for (SnapshotExample example : snapshot.examples(Split.HOLDOUT)) {
            Optional<HoldoutItem> item =
                    trained.contains(fingerprint(example)) ? Optional.empty() : item(example, encoder, maxTokens);
            if (item.isPresent()) {
                items.add(item.get());
            } else if (trained.contains(fingerprint(example))) {
                excluded++;
            } else {
                unusable++;
            }
        }
        return new Holdout(
                List.copyOf(items), excluded, unusable, snapshot.manifest().subjectsKnown());
    }

    /** How many customers are among the items. */
    public long subjects() {
        return items.stream().map(HoldoutItem::subject).distinct().count();
    }

    private static Optional<HoldoutItem> item(SnapshotExample example, ChatEncoder encoder, int maxTokens) {
        List<ChatMessage> messages = messages(example);
        try {
            Optional<Document> document = encoder.encodeWithin(messages, maxTokens);
            return document.map(d -> new HoldoutItem(example.id(), example.subject(), messages, d));
        } catch (ChatTemplateException e) {
            return Optional.empty();
        }
    }

    private static List<ChatMessage> messages(SnapshotExample example) {
        return example.messages().stream()
                .map(message -> new ChatMessage(message.role(), message.content()))
                .toList();
    }

    /** Hash of the words alone: case, punctuation and spacing do not make a conversation another one. */
    private static String fingerprint(SnapshotExample example) {
        return Sha256.text(example.messages().stream()
                .filter(message -> !message.role().equals(ChatMessage.SYSTEM))
                .map(message -> message.content()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}]+", " ")
                        .strip())
                .collect(Collectors.joining("\n")));
    }
}
