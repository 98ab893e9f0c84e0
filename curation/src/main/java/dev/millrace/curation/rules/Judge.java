package dev.millrace.curation.rules;

import dev.millrace.curation.rules.Languages.Detected;
import dev.millrace.curation.rules.redaction.Redactor;
import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.runtime.config.QualityConfig;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Turn;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges conversations: redacts them and holds them against the policy, rule by rule; the first rule that is broken is
 * the reason.
 *
 * <p>A pure function of conversation and policy. One instance per judgement.
 */
public final class Judge {
    /** Counts up when the same conversation and policy may be judged otherwise than before. */
    public static final int RULES_VERSION = 4;

    private static final String SLOT = "slot";

    private final Conversation conversation;
    private final Policy policy;
    private final PolicyConfig limits;
    private final Redactor redactor;
    private final Dialogue dialogue;

    private Judge(Conversation conversation, Policy policy) {
        this.conversation = conversation;
        this.policy = policy;
        this.limits = policy.config();
        this.redactor = policy.redactor(
                conversation.getTurns().stream().map(Turn::getText).toList(), conversation.getKnownNames());
        this.dialogue = Dialogue.of(conversation, limits.includeTitle(), this::prepare);
    }

    /** Values of slots are the company's own, so they are put in behind the redactor. */
    private String prepare(String text) {
        String redacted = redactor.redact(text);
        QualityConfig quality = limits.quality();
        return quality.slots() == QualityConfig.Slots.FILL ? Slots.fill(redacted, quality.slotValues()) : redacted;
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
        int redactions =
                redactor.counts().values().stream().mapToInt(Integer::intValue).sum();
        return Profiles.check(new Judged(conversation, dialogue, redactions, limits))
                .<Verdict>map(broken -> new Verdict.Rejected(broken.reason(), broken.figures()))
                .orElseGet(this::inLanguage);
    }

    private Verdict inLanguage() {
        Detected language = language();
        boolean sure = language.confidence() >= limits.languageMinConfidence();
        boolean wanted = limits.languages().isEmpty() || limits.languages().contains(language.code());
        if (sure && !wanted) {
            return new Verdict.Rejected(RejectionReason.WRONG_LANGUAGE, Map.of("confidence", language.confidence()));
        }
        String code = sure ? language.code() : Languages.UNDETERMINED;
        Map<String, Integer> placeholders = placeholders();
        return new Verdict.Accepted(Examples.of(conversation, dialogue, policy, code, placeholders, title()));
    }

    /** Redacted last: what the text has already keeps its placeholder, and nothing is counted twice. */
    private @Nullable String title() {
        String title = Dialogue.title(conversation);
        return title == null ? null : prepare(title);
    }

    /** Those that stand in the text, by what they stand for. */
    private Map<String, Integer> placeholders() {
        Map<String, Integer> placeholders = new TreeMap<>(redactor.counts());
        int slots = dialogue.slots();
        if (slots > 0) {
            placeholders.put(SLOT, slots);
        }
        return placeholders;
    }

    private Detected language() {
        String said = TextFigures.withoutPlaceholders(dialogue.text()).strip();
        return said.length() < limits.languageMinChars()
                ? new Detected(Languages.UNDETERMINED, 0)
                : Languages.detect(said);
    }
}
