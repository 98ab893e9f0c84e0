package dev.millrace.curation.rules;

import dev.millrace.runtime.config.QualityConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model should not learn to say, of whatever kind the text is. */
final class WordingRules {

    static final List<Rule> ALL = List.of(WordingRules::slots, WordingRules::profanity);

    private WordingRules() {}

    private static Optional<Rule.Broken> slots(Judged judged) {
        int slots = judged.dialogue().slots();
        boolean refused = slots > 0 && judged.policy().quality().slots() == QualityConfig.Slots.REJECT;
        return Rule.unless(!refused, RejectionReason.SLOTS, Map.of("slots", (double) slots));
    }

    private static Optional<Rule.Broken> profanity(Judged judged) {
        QualityConfig quality = judged.policy().quality();
        double share = Profanity.share(judged.answers(), quality.profanity());
        return Rule.unless(share <= quality.maxProfanity(), RejectionReason.PROFANITY, Map.of("profanity", share));
    }
}
