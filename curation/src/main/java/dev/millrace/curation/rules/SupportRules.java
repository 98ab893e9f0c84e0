package dev.millrace.curation.rules;

import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.schemas.event.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the text of a ticket or chat must be like. */
final class SupportRules {

    static final List<Rule> ALL = List.of(
            SupportRules::longEnough,
            SupportRules::shortEnough,
            SupportRules::letters,
            SupportRules::repetition,
            SupportRules::boilerplate);

    private SupportRules() {}

    private static Optional<Rule.Broken> longEnough(Judged judged) {
        PolicyConfig policy = judged.policy();
        int question = judged.longest(Role.USER);
        int answer = judged.longest(Role.ASSISTANT);
        return Rule.unless(
                question >= policy.minQuestionChars() && answer >= policy.minAnswerChars(),
                RejectionReason.TOO_SHORT,
                Map.of("questionChars", (double) question, "answerChars", (double) answer));
    }

    private static Optional<Rule.Broken> shortEnough(Judged judged) {
        PolicyConfig policy = judged.policy();
        int chars = judged.dialogue().chars();
        int messages = judged.dialogue().messages().size();
        return Rule.unless(
                chars <= policy.maxChars() && messages <= policy.maxMessages(),
                RejectionReason.TOO_LONG,
                Map.of("chars", (double) chars, "messages", (double) messages));
    }

    private static Optional<Rule.Broken> letters(Judged judged) {
        double letters = TextFigures.letters(judged.answers());
        return Rule.unless(
                letters >= judged.policy().quality().minLetters(),
                RejectionReason.NON_TEXT,
                Map.of("letters", letters));
    }

    private static Optional<Rule.Broken> repetition(Judged judged) {
        double repetition = TextFigures.repetition(judged.answers());
        return Rule.unless(
                repetition <= judged.policy().quality().maxRepetition(),
                RejectionReason.REPETITION,
                Map.of("repetition", repetition));
    }

    private static Optional<Rule.Broken> boilerplate(Judged judged) {
        double share =
                Boilerplate.share(judged.answers(), judged.policy().quality().boilerplate());
        return Rule.unless(
                share <= judged.policy().quality().maxBoilerplate(),
                RejectionReason.BOILERPLATE,
                Map.of("boilerplate", share));
    }
}
