package dev.millrace.curation.topology;

import static dev.millrace.curation.TestEvents.ANSWER;
import static dev.millrace.curation.TestEvents.DOMAIN;
import static dev.millrace.curation.TestEvents.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.TestEvents;
import dev.millrace.curation.rules.Examples;
import dev.millrace.schemas.Cleaning;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.Example;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgettingTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "curation.idleTimeout", "1h",
            "curation.expiry", "7d",
            "privacy.deadline", "30d");
    private static final Duration LAG = new Cleaning(Duration.ofDays(30)).lag();
    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final String ADA = "s_ada";
    private static final String EMAIL = "s_email-of-ada";

    private final CurationHarness curation = new CurationHarness(SETTINGS);
    private final TestEvents ticket = TestEvents.of("t1").by(ADA, EMAIL);

    @AfterEach
    void close() {
        curation.close();
    }

    @Test
    void shouldForgetAPersonWhoseConversationIsStillGoingOn() {
        // Given
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER));

        // When
        forget(DOMAIN, ADA);

        // Then
        assertForgotten("t1");
    }

    @Test
    void shouldTakeTheConversationAndTheExampleOfAPersonBack() {
        // Given
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());

        // When
        forget(DOMAIN, ADA);

        // Then
        assertForgotten("t1");
    }

    @Test
    void shouldTakeTheExampleBackThatOutlivedItsConversation() {
        // Given
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());
        curation.pass(Duration.ofDays(8));
        curation.pass(Conversations.EXPIRED_RETENTION.plusDays(1));

        // When
        forget(DOMAIN, ADA);

        // Then
        assertForgotten("t1");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8})
    void shouldWriteTombstonesForAConversationThatWasRejectedAndPerhapsExpiredSince(long days) {
        // Given
        curation.send(ticket.opened(QUESTION), ticket.resolved());
        curation.pass(Duration.ofDays(days));

        // When
        forget(DOMAIN, ADA);

        // Then
        assertForgotten("t1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing/s_ada", "billing/s_email-of-ada", "*/s_ada", "*/s_email-of-ada"})
    void shouldFindAPersonByAnyNameInTheDomainOrInAll(String request) {
        // Given
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());

        // When
        forget(request.substring(0, request.indexOf('/')), request.substring(request.indexOf('/') + 1));

        // Then
        assertForgotten("t1");
    }

    @Test
    void shouldLeaveOtherPeopleAndOtherDomainsAlone() {
        // Given
        curation.send(TestEvents.solved("of-bob"));
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());

        // When
        forget("returns", ADA);
        forget(DOMAIN, "s_ad");

        // Then
        assertThat(curation.currentExamples()).hasSize(2);
        assertThat(curation.contents(Stores.PEOPLE)).contains(ADA, EMAIL, "s_of-bob");
    }

    @Test
    void shouldTellTheCustomersNamesFromThoseOfOthersInTheConversation() {
        // Given
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER));

        // When
        ticket.by("s_bob", "s_email-of-bob");
        curation.send(ticket.customer("And I?"), ticket.agent(ANSWER), ticket.resolved());

        // Then
        Example example = curation.examples().get(0).value();
        assertThat(example.getSubject()).isEqualTo(ADA);
        assertThat(example.getAliases()).containsExactly(EMAIL);
        assertThat(example.getOthers()).containsExactly("s_bob", "s_email-of-bob");
    }

    @Test
    void shouldForgetAConversationThatAPersonOnlyTookPartIn() {
        // Given
        curation.send(TestEvents.solved("t1"));
        curation.send(List.of(ticket.resolved(), ticket.resolved(), ticket.resolved(), ticket.rated(5)));

        // When
        forget(DOMAIN, EMAIL);

        // Then
        assertForgotten("t1");
        assertThat(curation.contents(Stores.PEOPLE)).isEmpty();
    }

    @Test
    void shouldKeepNothingOfWhatAPersonOnTheListSaysLater() {
        // Given
        forget(DOMAIN, ADA);

        // When
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());

        // Then
        assertForgotten("t1");
        assertThat(curation.conversations()).allMatch(record -> record.value() == null);
    }

    @Test
    void shouldForgetAConversationInWhichAPersonOnTheListTurnsUp() {
        // Given
        forget(DOMAIN, EMAIL);
        curation.send(TestEvents.solved("t1"));

        // When
        curation.send(ticket.customer("It is me, Ada, with another address."));

        // Then
        assertForgotten("t1");
    }

    @Test
    void shouldDropTheAnswerThatComesAfterTheConversationWasErasedAndNamesNobody() {
        // Given
        curation.send(ticket.opened(QUESTION));
        forget(DOMAIN, ADA);

        // When
        curation.send(ticket.by("s_nobody").agent(ANSWER), ticket.resolved());

        // Then
        assertForgotten("t1");
    }

    @Test
    void shouldTakeAPersonBackInWhenTheRequestIsWithdrawn() {
        // Given
        forget(DOMAIN, ADA);
        curation.forgetNoMore(DOMAIN, ADA);

        // When
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());

        // Then
        assertThat(curation.currentExamples()).hasSize(1);
    }

    @Test
    void shouldCarryOutASecondRequestForAPersonWhoCameBack() {
        // Given
        forget(DOMAIN, ADA);
        curation.forgetNoMore(DOMAIN, ADA);
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());

        // When
        forget(DOMAIN, ADA);

        // Then
        assertForgotten("t1");
    }

    @Test
    void shouldWriteTheTombstonesAgainWhenTheSegmentsOfTheFirstAreDueToBeCleaned() {
        // Given
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());
        forget(DOMAIN, ADA);
        assertThat(tombstones()).isOne();

        // When
        curation.pass(LAG.plus(A_WHILE));
        long second = tombstones();
        curation.pass(LAG.plus(A_WHILE));
        long third = tombstones();
        curation.pass(LAG.multipliedBy(3));

        // Then
        assertThat(second).isOne();
        assertThat(third).isOne();
        assertThat(tombstones()).isZero();
    }

    @Test
    void shouldForgetThatAConversationWasErasedOnceItsEventsAreNoLongerKept() {
        // Given
        curation.send(ticket.opened(QUESTION));
        forget(DOMAIN, ADA);
        curation.pass(LAG.plus(A_WHILE));
        curation.pass(LAG.plus(A_WHILE));

        // When
        curation.pass(Forgetting.RETENTION.plus(A_WHILE));

        // Then
        assertThat(curation.entries(Stores.ERASED)).isZero();
        assertThat(curation.entries(Stores.TIMERS)).isZero();
    }

    @Test
    void shouldEraseSoManyConversationsAtATimeThatATransactionEnds() {
        // Given
        for (int i = 0; i < 250; i++) {
            curation.send(TestEvents.of("many-" + i).by(ADA).opened(QUESTION));
        }

        // When
        curation.forget(DOMAIN, ADA);
        curation.pass(Duration.ofSeconds(1));
        long first = curation.entries(Stores.ERASED);
        curation.pass(Duration.ofSeconds(1));
        curation.pass(Duration.ofSeconds(1));

        // Then
        assertThat(first).isEqualTo(100);
        assertThat(curation.entries(Stores.ERASED)).isEqualTo(250);
        assertThat(curation.entries(Stores.EVENTS)).isZero();
    }

    @Test
    void shouldPassOverWhatIsNoRequest() {
        // Given
        curation.sendErasure("billing/s_ada", new byte[] {9, 9});
        curation.send(ticket.opened(QUESTION));

        // When
        forget(DOMAIN, ADA);

        // Then
        assertForgotten("t1");
    }

    private void forget(String domain, String person) {
        curation.forget(domain, person);
        curation.pass(A_WHILE);
    }

    private long tombstones() {
        long conversations = curation.conversations().stream()
                .map(TestRecord::value)
                .filter(Objects::isNull)
                .count();
        assertThat(curation.examples().stream().map(TestRecord::value).filter(Objects::isNull))
                .hasSize((int) conversations);
        return conversations;
    }

    private void assertForgotten(String conversation) {
        String example = Keys.inDomain(DOMAIN, Examples.id(DOMAIN, TestEvents.SOURCE, conversation));
        assertThat(curation.examples().stream().filter(record -> record.key().equals(example)))
                .last()
                .extracting(TestRecord::value)
                .isNull();
        assertThat(curation.conversations()).last().extracting("value").isNull();
        for (String store :
                List.of(Stores.EVENTS, Stores.HEADERS, Stores.EXPIRED, Stores.JUDGED, Stores.PEOPLE, Stores.POLICIES)) {
            assertThat(curation.contents(store)).doesNotContain(ADA, EMAIL, "/" + conversation + " ");
        }
    }
}
