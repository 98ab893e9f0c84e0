package dev.millrace.evaluator.holdout;

import dev.millrace.evaluator.statistics.PairedDifference;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.ChatTemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures first answers twice: after their own question, and after the question of another customer. */
final class QuestionMeter {

    private static final int MOST_ITEMS = 128;

    private final ChatEncoder encoder;
    private final int maxTokens;
    private final List<HoldoutItem> own = new ArrayList<>();
    private final List<HoldoutItem> swapped = new ArrayList<>();

    /** Every question goes to the item half a round further on, so the pairing is the same for every model. */
    QuestionMeter(List<HoldoutItem> items, ChatEncoder encoder, int maxTokens) {
        this.encoder = encoder;
        this.maxTokens = maxTokens;
        List<HoldoutItem> asked =
                items.stream().filter(item -> item.firstAnswer().isPresent()).toList();
        for (int i = 0; i < asked.size() && own.size() < MOST_ITEMS; i++) {
            add(asked.get(i), asked.get((i + asked.size() / 2) % asked.size()));
        }
    }

    private void add(HoldoutItem item, HoldoutItem other) {
        if (item.subject().equals(other.subject())) {
            return;
        }
        Optional<HoldoutItem> mine = answered(item, item.question());
        Optional<HoldoutItem> theirs = answered(item, other.question());
        if (mine.isPresent() && theirs.isPresent()) {
            own.add(mine.get());
            swapped.add(theirs.get());
        }
    }

    private Optional<HoldoutItem> answered(HoldoutItem item, List<ChatMessage> question) {
        List<ChatMessage> messages = new ArrayList<>(question);
        item.firstAnswer().ifPresent(messages::add);
        try {
            return encoder.encodeWithin(messages, maxTokens)
                    .map(document -> new HoldoutItem(item.id(), item.subject(), messages, document));
        } catch (ChatTemplateException e) {
            return Optional.empty();
        }
    }

    /** What the own question is worth to the model as it is now, in nats, one an answer; empty where no two customers ask. */
    List<PairedDifference> measure(LanguageModel model) {
        List<Double> after = new LossMeter(own).measure(model);
        List<Double> afterAnother = new LossMeter(swapped).measure(model);
        List<PairedDifference> gains = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            gains.add(new PairedDifference(own.get(i).subject(), 1, afterAnother.get(i) - after.get(i)));
        }
        return gains;
    }
}
