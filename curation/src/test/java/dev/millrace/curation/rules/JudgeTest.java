package dev.millrace.curation.rules;

import static dev.millrace.curation.rules.Judging.ANSWER;
import static dev.millrace.curation.rules.Judging.QUESTION;
import static dev.millrace.curation.rules.Judging.accepted;
import static dev.millrace.curation.rules.Judging.agent;
import static dev.millrace.curation.rules.Judging.assertRejected;
import static dev.millrace.curation.rules.Judging.conversation;
import static dev.millrace.curation.rules.Judging.customer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
    @Test
    void shouldAcceptAQuestionWithAnAnswer() {
        Example example = accepted(conversation(customer(QUESTION), agent(ANSWER)), Map.of());

        assertThat(example.getMessages())
                .containsExactly(new Message(Role.USER, QUESTION), new Message(Role.ASSISTANT, ANSWER));
        assertThat(example.getLanguage()).isEqualTo("en");
        assertThat(example.getExampleId()).matches("[0-9a-f]{64}");
        assertThat(example.getQuality()).isEqualTo(1);
    }

    @Test
    void shouldMergeWhatOneSaidInARowAndEndWithTheLastAnswer() {
        Example example = accepted(
                conversation(
                        agent("Hello!"),
                        customer("Hi."),
                        customer(QUESTION),
                        agent(ANSWER),
                        agent("Anything else?"),
                        customer("No.")),
                Map.of());

        assertThat(example.getMessages())
                .containsExactly(
                        new Message(Role.USER, "Hi.\n\n" + QUESTION),
                        new Message(Role.ASSISTANT, ANSWER + "\n\nAnything else?"));
    }

    @Test
    void shouldBeginWithThePolicysPromptAndTheTitle() {
        Conversation titled = conversation(customer(QUESTION), agent(ANSWER));
        titled.setTitle("Invoice for Jane Doe");
        titled.setKnownNames(List.of("Jane Doe"));

        Example example = accepted(titled, Map.of("systemPrompt", "You help."));

        assertThat(example.getMessages())
                .startsWith(
                        new Message(Role.SYSTEM, "You help."),
                        new Message(Role.USER, "Invoice for <NAME_1>\n\n" + QUESTION));
        assertThat(example.getRedactions()).containsExactly(Map.entry("name", 1));
        assertThat(example.getTitle()).isEqualTo("Invoice for <NAME_1>");
        assertThat(example.getOutcome()).isEqualTo(Outcome.RESOLVED);
    }

    @Test
    void shouldLeaveTheTitleOutWhenTheTextBeginsWithItOrThePolicySaysSo() {
        Conversation titled = conversation(customer(QUESTION), agent(ANSWER));
        titled.setTitle("Where do I find");
        assertThat(accepted(titled, Map.of()).getMessages().get(0).getContent()).isEqualTo(QUESTION);

        titled.setTitle("Invoice");
        assertThat(accepted(titled, Map.of("includeTitle", "false"))
                        .getMessages()
                        .get(0)
                        .getContent())
                .isEqualTo(QUESTION);
    }

    @Test
    void shouldRedactAcrossTheWholeConversationConsistently() {
        Example example = accepted(
                conversation(
                        customer("I am jane@example.com, and I cannot find the invoice."),
                        agent(
                                "We have sent it to jane@example.com and to our own bill@example.com, please look there.")),
                Map.of());

        assertThat(example.getMessages())
                .extracting(Message::getContent)
                .containsExactly(
                        "I am <EMAIL_1>, and I cannot find the invoice.",
                        "We have sent it to <EMAIL_1> and to our own <EMAIL_2>, please look there.");
    }

    @Test
    void shouldGiveEqualSignaturesToTextsThatDifferOnlyInCaseAndSpace() {
        Example one = accepted(conversation(customer(QUESTION), agent(ANSWER)), Map.of("systemPrompt", "You help."));
        Example other = accepted(
                conversation(customer(QUESTION.toUpperCase(java.util.Locale.ROOT)), agent(ANSWER.replace(" ", "  "))),
                Map.of());

        assertThat(one.getSignature()).isEqualTo(other.getSignature());
        assertThat(one.getMinHash()).isNotNull().isEqualTo(other.getMinHash());
    }

    @Test
    void shouldNotLetInvisibleCharactersHidePersonalData() {
        Example example = accepted(
                conversation(customer("Mail jane\u200b@exam\u00adple.com about my invoice, please."), agent(ANSWER)),
                Map.of());

        assertThat(example.getMessages().get(0).getContent()).isEqualTo("Mail <EMAIL_1> about my invoice, please.");
    }

    @Test
    void shouldRejectWithoutAnAnswerAfterTheCustomersMessage() {
        assertRejected("no-agent-answer", conversation(customer(QUESTION)), Map.of());
        assertRejected("no-agent-answer", conversation(agent(ANSWER), customer(QUESTION)), Map.of());
        Conversation noted = conversation(customer(QUESTION), agent(ANSWER));
        noted.getTurns().get(1).setInternal(true);
        assertRejected("no-agent-answer", noted, Map.of());
    }

    @Test
    void shouldRejectWithoutACustomersMessage() {
        assertRejected("no-customer-message", conversation(agent(ANSWER)), Map.of());
        assertRejected("no-customer-message", conversation(customer("  \u200b "), agent(ANSWER)), Map.of());
        assertRejected("no-customer-message", conversation(), Map.of());
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"OPEN", "UNRESOLVED", "INACTIVE", "UNKNOWN"})
    void shouldRejectWhatWasNotSettled(Outcome outcome) {
        Conversation conversation = conversation(customer(QUESTION), agent(ANSWER));
        conversation.setOutcome(outcome);

        assertRejected("unresolved", conversation, Map.of());
    }

    @Test
    void shouldAcceptSilenceWhereThePolicySaysSo() {
        Conversation conversation = conversation(customer(QUESTION), agent(ANSWER));
        conversation.setOutcome(Outcome.INACTIVE);

        accepted(conversation, Map.of("acceptOutcomes", "resolved,inactive"));
    }

    @Test
    void shouldRejectALowRatingAndNotAnUnknownOne() {
        Conversation conversation = conversation(customer(QUESTION), agent(ANSWER));
        conversation.setRating(2);

        assertRejected("low-rating", conversation, Map.of());
        accepted(conversation, Map.of("minRating", "2"));
    }

    @Test
    void shouldRejectWhatIsOnlyPlaceholders() {
        assertRejected("redacted-away", conversation(customer("jane@example.com"), agent(ANSWER)), Map.of());
    }

    @Test
    void shouldRejectWhatIsTooShortOrTooLong() {
        assertRejected("too-short", conversation(customer(QUESTION), agent("No.")), Map.of());
        assertRejected("too-short", conversation(customer("?a"), agent(ANSWER)), Map.of());
        assertRejected("too-long", conversation(customer(QUESTION), agent(ANSWER)), Map.of("maxChars", "60"));
        Conversation chatty = conversation(customer(QUESTION), agent(ANSWER), customer("And?"), agent("That is all."));
        assertRejected("too-long", chatty, Map.of("maxMessages", "3"));
    }

    @Test
    void shouldRejectOtherLanguagesButNotTextsTooShortToTell() {
        String german = "Sie finden die Rechnung in Ihrem Konto unter den Bestellungen, ganz unten auf der Seite.";

        assertRejected(
                "wrong-language", conversation(customer("Wo ist meine Rechnung geblieben?"), agent(german)), Map.of());
        assertThat(accepted(conversation(customer("Rechnung?"), agent(german)), Map.of("languages", "de"))
                        .getLanguage())
                .isEqualTo("de");
        assertThat(accepted(conversation(customer("Ja?"), agent("Ganz unten auf der Seite.")), Map.of())
                        .getLanguage())
                .isEqualTo("und");
    }

    @Test
    void shouldRejectNoise() {
        assertRejected(
                "non-text",
                conversation(customer(QUESTION), agent("0x00 0x10 0x20 0x30 |----|----| 123 456 789")),
                Map.of());
        assertRejected(
                "repetition", conversation(customer(QUESTION), agent("Please try again later. ".repeat(20))), Map.of());
    }
}
