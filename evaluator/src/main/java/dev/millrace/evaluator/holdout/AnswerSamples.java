package dev.millrace.evaluator.holdout;

import dev.millrace.lm.generate.GenerationOptions;
import dev.millrace.lm.generate.Generator;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.text.ChatEncoder;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.Tokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** First questions of holdout conversations, drawn by seed, answered greedily by the base and by an adapter. */
final class AnswerSamples {

    private static final int LONGEST_ANSWER = 160;

    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final ChatEncoder encoder;

    AnswerSamples(LanguageModel model, Tokenizer tokenizer, ChatEncoder encoder) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
    }

    /** Leaves the model without an adapter. */
    List<AnswerSample> draw(List<HoldoutItem> items, LoraAdapter adapter, int count, long seed) {
        List<HoldoutItem> drawn = new ArrayList<>(items);
        Collections.shuffle(drawn, new Random(seed));
        return drawn.stream()
                .filter(this::fits)
                .limit(count)
                .map(item -> sample(item, adapter))
                .toList();
    }

    /** Whether the model has room for the question and some words of an answer. */
    private boolean fits(HoldoutItem item) {
        return item.firstAnswer().isPresent() && room(encoder.prompt(item.opening())) > 0;
    }

    private int room(int[] prompt) {
        return Math.min(LONGEST_ANSWER, model.config().maxPositions() - prompt.length);
    }

    private AnswerSample sample(HoldoutItem item, LoraAdapter adapter) {
        List<ChatMessage> opening = item.opening();
        int[] prompt = encoder.prompt(opening);
        model.detach();
        String base = answer(prompt);
        model.attach(adapter);
        String adapted = answer(prompt);
        model.detach();
        ChatMessage question = opening.get(opening.size() - 1);
        return new AnswerSample(
                item.id(),
                question.content(),
                item.messages().get(opening.size()).content(),
                base,
                adapted);
    }

    private String answer(int[] prompt) {
        GenerationOptions options = GenerationOptions.greedy(room(prompt)).stoppingAt(encoder.stopIds());
        int[] ids = new Generator(model).generate(prompt, options, token -> {});
        return tokenizer.decode(ids, true).strip();
    }
}
