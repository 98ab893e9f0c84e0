package dev.millrace.curation.rules;

import static dev.millrace.curation.rules.Judging.ANSWER;
import static dev.millrace.curation.rules.Judging.QUESTION;
import static dev.millrace.curation.rules.Judging.accepted;
import static dev.millrace.curation.rules.Judging.agent;
import static dev.millrace.curation.rules.Judging.assertRejected;
import static dev.millrace.curation.rules.Judging.conversation;
import static dev.millrace.curation.rules.Judging.customer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Example;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityRulesTest {
    private static final String PARAGRAPH = """
            The invoice of an order is in your account. Open the list of orders and choose the one that you mean.
            Then choose the invoice at the end of the page, and it will be saved to the folder that your browser uses.
            If the order is older than ten years we no longer have it, because that is how long the law wants us to keep it.
            For everything that is missing you can write to the accounting department with the number of the customer.
            """;

    @Test
    void shouldRejectAnswersThatAreNothingButBoilerplate() {
        String canned = "Thank you for contacting us! We have received your message. Have a great day.";

        assertRejected("boilerplate", conversation(customer(QUESTION), agent(canned)), Map.of());
        accepted(conversation(customer(QUESTION), agent(canned)), Map.of("quality.maxBoilerplate", "1"));
        accepted(conversation(customer(QUESTION), agent(canned + " " + ANSWER)), Map.of());
        assertRejected(
                "boilerplate",
                conversation(customer(QUESTION), agent(ANSWER)),
                Map.of("quality.boilerplate", "Choose The Order"));
    }

    @Test
    void shouldKeepAndCountSlotsByDefault() {
        Example example = accepted(slotted(), Map.of());

        assertThat(example.getMessages().get(1).getContent()).contains("{{Website URL}}", "{{ order number }}");
        assertThat(example.getRedactions()).containsExactly(Map.entry("slot", 2));
    }

    @Test
    void shouldRejectSlotsWhereThePolicySaysSo() {
        assertRejected("slots", slotted(), Map.of("quality.slots", "reject"));
        accepted(conversation(customer(QUESTION), agent(ANSWER)), Map.of("quality.slots", "reject"));
    }

    @Test
    void shouldFillSlotsAndKeepThoseWithoutAValue() {
        Example example = accepted(
                slotted(), Map.of("quality.slots", "fill", "quality.slotValues.website url", "help@larkspur.example"));

        assertThat(example.getMessages().get(1).getContent())
                .isEqualTo("Go to help@larkspur.example and look for {{ order number }} in the list there.");
        assertThat(example.getRedactions()).containsExactly(Map.entry("slot", 1));
    }

    @Test
    void shouldRefuseTwoValuesForOneSlot() {
        Map<String, String> twice = Map.of("quality.slotValues.Shop", "a", "quality.slotValues.shop", "b");

        assertThatThrownBy(() -> accepted(slotted(), twice)).hasMessageContaining("slotValues");
    }

    @ParameterizedTest
    @ValueSource(strings = {"What the FUCK do you want.", "shit, that is not there any more"})
    void shouldRejectProfaneAnswersButNotProfaneCustomers(String words) {
        assertRejected("profanity", conversation(customer(QUESTION), agent(words + " " + ANSWER)), Map.of());
        accepted(conversation(customer(words + " " + QUESTION), agent(ANSWER)), Map.of());
        accepted(conversation(customer(QUESTION), agent(words + " " + ANSWER)), Map.of("quality.maxProfanity", "0.2"));
    }

    @Test
    void shouldNotTakeWordsThatHoldProfaneOnesForProfane() {
        accepted(conversation(customer(QUESTION), agent("Scunthorpe has a shop. " + ANSWER)), Map.of());
    }

    @Test
    void shouldHoldTextToGophersRulesWhereThePolicySaysSo() {
        Map<String, String> gopher = Map.of("quality.profile", "gopher");

        accepted(conversation(customer(QUESTION), agent(PARAGRAPH)), gopher);
        assertRejected("word-count", conversation(customer(QUESTION), agent(ANSWER)), gopher);
        assertRejected("word-length", conversation(customer(QUESTION), agent("a b c d e f ".repeat(60))), gopher);
        assertRejected("symbols", conversation(customer(QUESTION), agent(PARAGRAPH.replace(" t", " #t"))), gopher);
        assertRejected("non-text", conversation(customer(QUESTION), agent(PARAGRAPH + "1234 ".repeat(40))), gopher);
        assertRejected(
                "stop-words",
                conversation(customer("Invoice where?"), agent("Rechnungen stehen unter Bestellungen. ".repeat(20))),
                gopher);
        assertRejected("lines", conversation(customer("- where"), agent("- " + lines(PARAGRAPH, 6, "\n- "))), gopher);
        assertRejected("repetition", conversation(customer(QUESTION), agent(PARAGRAPH + PARAGRAPH)), gopher);
    }

    @Test
    void shouldHoldTextToFineWebsRulesWhereThePolicySaysSo() {
        Map<String, String> fineWeb = Map.of("quality.profile", "fineweb");

        accepted(conversation(customer(QUESTION), agent(PARAGRAPH)), fineWeb);
        assertRejected(
                "lines",
                conversation(
                        customer("Where is it"), agent(lines(PARAGRAPH, 4, "\n").replace(".", ""))),
                fineWeb);
        assertRejected("repetition", conversation(customer(QUESTION), agent(PARAGRAPH + PARAGRAPH)), fineWeb);
    }

    private static Conversation slotted() {
        return conversation(
                customer(QUESTION), agent("Go to {{Website URL}} and look for {{ order number }} in the list there."));
    }

    /** So many words a line. */
    private static String lines(String text, int size, String between) {
        String[] words = text.strip().split("\\s+", 0);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            lines.append(i == 0 ? "" : i % size == 0 ? between : " ").append(words[i]);
        }
        return lines.toString();
    }
}
