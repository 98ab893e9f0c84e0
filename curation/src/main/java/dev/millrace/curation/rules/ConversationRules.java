package dev.millrace.curation.rules;

import dev.millrace.schemas.event.Conversation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a conversation must have come to, whatever its text is like. */
final class ConversationRules {

    static final List<Rule> ALL = List.of(
            ConversationRules::customerWrote,
            ConversationRules::agentAnswered,
            ConversationRules::settled,
            ConversationRules::rated,
            ConversationRules::left);

    private ConversationRules() {}

    private static Optional<Rule.Broken> customerWrote(Judged judged) {
        return Rule.unless(judged.dialogue().customerWrote(), RejectionReason.NO_CUSTOMER_MESSAGE, turns(judged));
    }

    private static Optional<Rule.Broken> agentAnswered(Judged judged) {
        return Rule.unless(!judged.dialogue().messages().isEmpty(), RejectionReason.NO_AGENT_ANSWER, turns(judged));
    }

    private static Map<String, Double> turns(Judged judged) {
        return Map.of("turns", (double) judged.conversation().getTurns().size());
    }

    private static Optional<Rule.Broken> settled(Judged judged) {
        String outcome = judged.conversation().getOutcome().name().toLowerCase(Locale.ROOT);
        return Rule.unless(judged.policy().acceptOutcomes().contains(outcome), RejectionReason.UNRESOLVED, Map.of());
    }

    private static Optional<Rule.Broken> rated(Judged judged) {
        Conversation conversation = judged.conversation();
        Integer rating = conversation.getRating();
        return rating == null
                ? Optional.empty()
                : Rule.unless(
                        rating >= judged.policy().minRating(),
                        RejectionReason.LOW_RATING,
                        Map.of("rating", rating.doubleValue()));
    }

    private static Optional<Rule.Broken> left(Judged judged) {
        boolean left = TextFigures.saysSomething(judged.questions()) && TextFigures.saysSomething(judged.answers());
        return Rule.unless(left, RejectionReason.REDACTED_AWAY, Map.of("spans", (double) judged.redactions()));
    }
}
