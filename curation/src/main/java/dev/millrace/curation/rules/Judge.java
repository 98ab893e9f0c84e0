package dev.millrace.curation.rules;

import dev.millrace.curation.rules.Languages.Detected;
import dev.millrace.curation.rules.redaction.Redactor;
import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Role;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges conversations: redacts them and holds them against the policy, rule by rule; the first rule that is broken is
 * the reason.
 *
 * <p>A pure function of conversation and policy. One instance per judgement.
 */
public final class Judge {
    /** Counts up when the same conversation and policy may be judged otherwise than before. */
    public static final int RULES_VERSION = 2;

    private static final double MIN_LETTERS = 0.4;

    private final Conversation conversation;
    private final Policy policy;
    private final PolicyConfig limits;
    private final Redactor redactor;
    private final Dialogue dialogue;

    private Judge(Conversation conversation, Policy policy) {
        this.conversation = conversation;
        this.policy = policy;
        this.limits = policy.config();
        this.redactor = new Redactor(conversation.getKnownNames(), limits.phoneRegion(), policy.redacted());
        this.dialogue = Dialogue.of(conversation, limits.includeTitle(), redactor);
    }

    /** The verdict; the same for the same conversation and policy. */
    public static Verdict judge(Conversation conversation, Policy policy) {
        return new Judge(conversation, policy).verdict();
    }

    /** Loads the language profiles, which takes seconds, before there is something to judge. */
    public static void prepare() {
        Languages.detect("");
    }

    private Verdict verdict() {
        return Stream.<Supplier<@Nullable Verdict>>of(
                        this::spoken, this::settled, this::rated, this::left, this::length, this::text)
                .map(Supplier::get)
                .filter(verdict -> verdict != null)
                .findFirst()
                .orElseGet(this::inLanguage);
    }

    private @Nullable Verdict spoken() {
        Map<String, Double> turns =
                Map.of("turns", (double) conversation.getTurns().size());
        if (!dialogue.customerWrote()) {
            return new Verdict.Rejected(RejectionReason.NO_CUSTOMER_MESSAGE, turns);
        }
        return dialogue.messages().isEmpty() ? new Verdict.Rejected(RejectionReason.NO_AGENT_ANSWER, turns) : null;
    }

    private @Nullable Verdict settled() {
        Outcome outcome = conversation.getOutcome();
        boolean accepted = limits.acceptOutcomes().contains(outcome.name().toLowerCase(Locale.ROOT));
        return accepted ? null : new Verdict.Rejected(RejectionReason.UNRESOLVED, Map.of());
    }

    private @Nullable Verdict rated() {
        Integer rating = conversation.getRating();
        return rating == null || rating >= limits.minRating()
                ? null
                : new Verdict.Rejected(RejectionReason.LOW_RATING, Map.of("rating", rating.doubleValue()));
    }

    private @Nullable Verdict left() {
        boolean left = TextFigures.saysSomething(dialogue.said(Role.USER))
                && TextFigures.saysSomething(dialogue.said(Role.ASSISTANT));
        double spans =
                redactor.counts().values().stream().mapToInt(Integer::intValue).sum();
        return left ? null : new Verdict.Rejected(RejectionReason.REDACTED_AWAY, Map.of("spans", spans));
    }

    private @Nullable Verdict length() {
        int question = longest(Role.USER);
        int answer = longest(Role.ASSISTANT);
        if (question < limits.minQuestionChars() || answer < limits.minAnswerChars()) {
            return new Verdict.Rejected(
                    RejectionReason.TOO_SHORT,
                    Map.of("questionChars", (double) question, "answerChars", (double) answer));
        }
        int chars = dialogue.chars();
        int messages = dialogue.messages().size();
        return chars <= limits.maxChars() && messages <= limits.maxMessages()
                ? null
                : new Verdict.Rejected(
                        RejectionReason.TOO_LONG, Map.of("chars", (double) chars, "messages", (double) messages));
    }

    private int longest(Role role) {
        return dialogue.messages().stream()
                .filter(message -> message.getRole() == role)
                .mapToInt(message -> message.getContent().length())
                .max()
                .orElse(0);
    }

    private @Nullable Verdict text() {
        String answers = dialogue.said(Role.ASSISTANT);
        double letters = TextFigures.letters(answers);
        if (letters < MIN_LETTERS) {
            return new Verdict.Rejected(RejectionReason.NON_TEXT, Map.of("letters", letters));
        }
        double repetition = TextFigures.repetition(answers);
        return repetition <= limits.maxRepetition()
                ? null
                : new Verdict.Rejected(RejectionReason.REPETITION, Map.of("repetition", repetition));
    }

    private Verdict inLanguage() {
        Detected language = language();
        boolean sure = language.confidence() >= limits.languageMinConfidence();
        boolean wanted = limits.languages().isEmpty() || limits.languages().contains(language.code());
        if (sure && !wanted) {
            return new Verdict.Rejected(RejectionReason.WRONG_LANGUAGE, Map.of("confidence", language.confidence()));
        }
        String code = sure ? language.code() : Languages.UNDETERMINED;
        return new Verdict.Accepted(Examples.of(conversation, dialogue, policy, code, redactor.counts()));
    }

    private Detected language() {
        StringBuilder text = new StringBuilder();
        for (Message message : dialogue.messages()) {
            text.append(TextFigures.withoutPlaceholders(message.getContent())).append(' ');
        }
        String said = text.toString().strip();
        return said.length() < limits.languageMinChars()
                ? new Detected(Languages.UNDETERMINED, 0)
                : Languages.detect(said);
    }
}
