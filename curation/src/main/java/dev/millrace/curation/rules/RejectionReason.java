package dev.millrace.curation.rules;

import java.util.Arrays;
import java.util.Optional;

/** Why a conversation, or an event, is not used. The codes are part of the contract of the rejections topic. */
public enum RejectionReason {
    TOO_LATE(
            "too-late",
            "assembly",
            "An event came for a conversation that had expired: closed, and then without events for `curation.expiry`."
                    + " The conversation keeps the verdict it had; but where the event removes a message, its example is"
                    + " taken back.",
            "none"),
    TOO_LONG(
            "too-long",
            "assembly, judging",
            "Assembly: more messages than `curation.maxTurns`, or events of more than `curation.maxBytes`; what was kept"
                    + " of the conversation is dropped, and nothing that follows is looked at. Judging: more redacted"
                    + " characters than `maxChars`, or more messages than `maxMessages`.",
            "`messages`, `bytes` (assembly); `chars`, `messages` (judging)"),
    NO_CUSTOMER_MESSAGE("no-customer-message", "judging", "The customer wrote nothing that can be used.", "`turns`"),
    NO_AGENT_ANSWER(
            "no-agent-answer",
            "judging",
            "No agent answered after the customer wrote. Private notes, bots and the ticket system do not count.",
            "`turns`"),
    UNRESOLVED(
            "unresolved",
            "judging",
            "The conversation did not come to an end that the policy accepts (`acceptOutcomes`): it was opened again,"
                    + " ended unsettled, or fell silent.",
            "none"),
    LOW_RATING("low-rating", "judging", "The customer rated the help below `minRating`.", "`rating`"),
    REDACTED_AWAY(
            "redacted-away",
            "judging",
            "Nothing but placeholders is left of what the customer wrote, or of what the agent wrote.",
            "`spans`"),
    TOO_SHORT(
            "too-short",
            "judging",
            "The customer's longest message is shorter than `minQuestionChars`, or the agent's longest answer than"
                    + " `minAnswerChars`.",
            "`questionChars`, `answerChars`"),
    NON_TEXT(
            "non-text",
            "judging",
            "Fewer of the answers' visible characters are letters than `quality.minLetters`: a log, a dump, or noise. With"
                    + " the profile `gopher`: fewer than four in five words have a letter.",
            "`letters`, `wordsWithLetters`"),
    REPETITION(
            "repetition",
            "judging",
            "More of the answers' word triples are repeated than `quality.maxRepetition`. With a profile for web pages: lines"
                    + " or runs of words come again more than it allows.",
            "`repetition`; `duplicateLines`, `duplicateLineChars`, `top2Gram` to `top4Gram`, `duplicate5Grams` to"
                    + " `duplicate10Grams`"),
    BOILERPLATE(
            "boilerplate",
            "judging",
            "More of the answers than `quality.maxBoilerplate` is phrases of `quality.boilerplate`.",
            "`boilerplate`"),
    WORD_COUNT("word-count", "judging", "Profile `gopher`: fewer than 50 words, or more than 100,000.", "`words`"),
    WORD_LENGTH(
            "word-length",
            "judging",
            "Profile `gopher`: words have fewer than 3 or more than 10 characters on average.",
            "`wordLength`"),
    SYMBOLS(
            "symbols",
            "judging",
            "Profile `gopher`: more than one hash sign or ellipsis for ten words.",
            "`symbolsPerWord`"),
    STOP_WORDS("stop-words", "judging", "Profile `gopher`: fewer than two English stop words.", "`stopWords`"),
    LINES(
            "lines",
            "judging",
            "Profiles `gopher` and `fineweb`: too many lines are bullets, are short, or end in an ellipsis; or too few end as"
                    + " sentences do.",
            "`bulletLines`, `ellipsisLines`, `endedLines`, `shortLines`, `linesPerWord`"),
    SLOTS(
            "slots",
            "judging",
            "A template left slots such as `{{Order Number}}`, and `quality.slots` is `reject`.",
            "`slots`"),
    PROFANITY(
            "profanity",
            "judging",
            "More of the answers' words are on the list `quality.profanity` than `quality.maxProfanity`.",
            "`profanity`"),
    WRONG_LANGUAGE(
            "wrong-language",
            "judging",
            "The text is in none of the policy's `languages`, with at least `languageMinConfidence`.",
            "`confidence`");

    private final String code;
    private final String stages;
    private final String description;
    private final String figures;

    RejectionReason(String code, String stages, String description, String figures) {
        this.code = code;
        this.stages = stages;
        this.description = description;
        this.figures = figures;
    }

    /** As events, metrics and the command line carry it. */
    public String code() {
        return code;
    }

    /** Where it can happen. */
    public String stages() {
        return stages;
    }

    public String description() {
        return description;
    }

    /** The names of the figures that come with it. */
    public String figures() {
        return figures;
    }

    /** The reason of a code. */
    public static Optional<RejectionReason> ofCode(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code.equals(code))
                .findFirst();
    }
}
