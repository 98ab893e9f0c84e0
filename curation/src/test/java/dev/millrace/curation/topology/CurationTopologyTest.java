package dev.millrace.curation.topology;

import static dev.millrace.curation.TestEvents.ANSWER;
import static dev.millrace.curation.TestEvents.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.TestEvents;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Rejection;
import dev.millrace.schemas.event.Role;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CurationTopologyTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "curation.idleTimeout",
            "1h",
            "curation.expiry",
            "7d",
            "curation.maxTurns",
            "20",
            "curation.maxBytes",
            "64kB");

    private final CurationHarness curation = new CurationHarness(SETTINGS);
    private final TestEvents ticket = TestEvents.of("t1");

    @AfterEach
    void close() {
        curation.close();
    }

    @Test
    void shouldDescribeTheTopologyAsTheGoldenFileDoes() throws IOException {
        String golden = Files.readString(Path.of("src/test/resources/curation-topology.txt"), StandardCharsets.UTF_8);

        String description =
                CurationHarness.topology(SETTINGS).build().describe().toString();

        assertThat(description.strip()).isEqualTo(golden.strip());
    }

    @Test
    void shouldAcceptAResolvedTicketWithAnAnswer() {
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved("invoice", "account"));

        Example example = curation.examples().get(0).value();
        assertThat(example.getMessages())
                .containsExactly(new Message(Role.USER, QUESTION), new Message(Role.ASSISTANT, ANSWER));
        assertThat(example.getTags()).containsExactly("account", "invoice");
        assertThat(example.getOccurredAt()).isEqualTo(TestEvents.START.plusSeconds(180));
        assertThat(curation.rejections()).isEmpty();
    }

    @Test
    void shouldAcceptAChatThatEndedWithoutAWordOnWhetherItWasSettled() {
        TestEvents chat = TestEvents.of("c1");

        curation.send(chat.says(Author.CUSTOMER, QUESTION), chat.says(Author.AGENT, ANSWER), chat.ended(null));

        assertThat(curation.conversations().get(0).value().getOutcome()).isEqualTo(Outcome.ENDED);
        assertThat(curation.examples()).hasSize(1);
    }

    @Test
    void shouldWriteNothingWhileATicketIsOpen() {
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER));

        assertThat(curation.conversations()).isEmpty();
        assertThat(curation.examples()).isEmpty();
        assertThat(curation.rejections()).isEmpty();
    }

    @Test
    void shouldCloseASilentTicketAfterTheIdleTimeoutThoughItsEventsAreYearsOld() {
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER));

        curation.pass(Duration.ofMinutes(59));
        assertThat(curation.conversations()).isEmpty();
        curation.pass(Duration.ofMinutes(2));

        Conversation conversation = curation.conversations().get(0).value();
        assertThat(conversation.getOutcome()).isEqualTo(Outcome.INACTIVE);
        assertThat(curation.reasons()).containsExactly("unresolved");
    }

    @Test
    void shouldPutTheIdleTimeoutOffWithEachEvent() {
        curation.send(ticket.opened(QUESTION));
        curation.pass(Duration.ofMinutes(50));
        curation.send(ticket.agent(ANSWER));

        curation.pass(Duration.ofMinutes(50));

        assertThat(curation.conversations()).isEmpty();
    }

    @Test
    void shouldChangeNothingWhenAnEventComesAgain() {
        List<TicketEvent> events = TestEvents.solved("t1");
        curation.send(events);
        curation.examples();
        curation.conversations();

        curation.send(events);

        assertThat(curation.examples()).isEmpty();
        assertThat(curation.conversations()).isEmpty();
        assertThat(curation.rejections()).isEmpty();
    }

    @Test
    void shouldOrderTurnsByTheVendorsTimeWhenEventsComeInReverse() {
        List<TicketEvent> events = new ArrayList<>(TestEvents.solved("t1"));
        Collections.reverse(events);

        curation.send(events);

        List<Conversation> conversations =
                curation.conversations().stream().map(record -> record.value()).toList();
        assertThat(conversations.get(2).getTurns())
                .extracting(Turn::getAuthor)
                .containsExactly(Author.CUSTOMER, Author.AGENT);
        assertThat(curation.currentExamples()).hasSize(1);
    }

    @Test
    void shouldTakeTheExampleBackWhenALowRatingComesLater() {
        curation.send(TestEvents.solved("t1"));
        TestEvents later = TestEvents.of("t1");
        for (int skipped = 0; skipped < 3; skipped++) {
            later.resolved();
        }

        curation.send(later.rated(1));

        assertThat(curation.currentExamples()).isEmpty();
        assertThat(curation.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getReason()).isEqualTo("low-rating");
            assertThat(rejection.getFigures()).containsEntry("rating", 1.0);
            assertThat(rejection.getRevision()).isEqualTo(1);
        });
    }

    @Test
    void shouldReplaceTheExampleWhenAReplyComesLater() {
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());
        String first = curation.examples().get(0).key();

        curation.send(
                ticket.customer("And where do I find the one from last year?"), ticket.agent("On the same page."));

        Map<String, Example> current = curation.currentExamples();
        assertThat(current).containsOnlyKeys(first);
        assertThat(current.get(first).getMessages()).hasSize(4);
    }

    @Test
    void shouldTakeTheExampleBackWhenTheTicketIsReopenedAndBringItBackWhenItIsResolvedAgain() {
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());
        curation.send(ticket.reopened());
        assertThat(curation.currentExamples()).isEmpty();
        assertThat(curation.reasons()).containsExactly("unresolved");

        curation.send(ticket.agent("It is fixed now, the invoice is there again."), ticket.resolved());

        assertThat(curation.currentExamples()).hasSize(1);
    }

    @Test
    void shouldKeepATicketUnresolvedWhenItFallsSilentAfterReopening() {
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved(), ticket.reopened());
        curation.conversations();

        curation.pass(Duration.ofHours(2));

        assertThat(curation.conversations().get(0).value().getOutcome()).isEqualTo(Outcome.UNRESOLVED);
        assertThat(curation.currentExamples()).isEmpty();
    }

    @Test
    void shouldTakeAMessageOutOfTheExampleAndOfTheStoreWhenTheVendorRemovesIt() {
        TicketEvent secret = ticket.customer("By the way, my mother's maiden name is Featherstone.");
        curation.send(ticket.opened(QUESTION), secret, ticket.agent(ANSWER), ticket.resolved());
        assertThat(CurationHarness.contents(curation.currentExamples().values()))
                .contains("Featherstone");

        curation.send(ticket.redacted(secret.getEventId()));

        assertThat(CurationHarness.contents(curation.currentExamples().values()))
                .contains(QUESTION)
                .doesNotContain("Featherstone");
        assertThat(curation.conversations().get(1).value().toString()).doesNotContain("Featherstone");
    }

    @Test
    void shouldNeverUseAMessageWhoseRemovalCameFirst() {
        TicketEvent opened = ticket.opened(QUESTION);
        TicketEvent secret = ticket.customer("By the way, my mother's maiden name is Featherstone.");
        curation.send(ticket.redacted(secret.getEventId()), opened, secret, ticket.agent(ANSWER), ticket.resolved());

        assertThat(CurationHarness.contents(curation.currentExamples().values()))
                .contains(QUESTION)
                .doesNotContain("Featherstone");
    }

    @Test
    void shouldTakeTheExampleBackWhenTheVendorRemovesAMessageAfterTheConversationHasExpired() {
        TicketEvent secret = ticket.customer("By the way, my mother's maiden name is Featherstone.");
        curation.send(ticket.opened(QUESTION), secret, ticket.agent(ANSWER), ticket.resolved());
        curation.pass(Duration.ofDays(8));

        curation.send(ticket.redacted(secret.getEventId()));

        assertThat(curation.examples()).hasSize(2).last().extracting("value").isNull();
        assertThat(curation.conversations()).last().extracting("value").isNull();
        assertThat(curation.rejections()).extracting(Rejection::getReason).containsExactly("too-late");
    }

    @Test
    void shouldTakeTheExampleBackWhenTheVendorRemovesAMessageOfAConversationThatIsForgotten() {
        TicketEvent secret = ticket.customer("By the way, my mother's maiden name is Featherstone.");
        curation.send(ticket.opened(QUESTION), secret, ticket.agent(ANSWER), ticket.resolved());
        curation.pass(Duration.ofDays(8));
        curation.pass(Conversations.EXPIRED_RETENTION.plusDays(1));

        curation.send(ticket.redacted(secret.getEventId()));

        assertThat(curation.examples()).hasSize(2).last().extracting("value").isNull();
    }

    @Test
    void shouldKeepOnlyWhatAMailsWriterWroteInExamples() {
        curation.send(
                ticket.opened(QUESTION + "\n\nBest regards,\nAda Lindqvist"),
                ticket.agent(ANSWER + "\n\nOn Mon, 24 Nov 2024, Ada wrote:\n> " + QUESTION),
                ticket.resolved());

        assertThat(CurationHarness.contents(curation.currentExamples().values()))
                .isEqualTo("USER: " + QUESTION + "\nASSISTANT: " + ANSWER);
    }

    @Test
    void shouldKeepNotesBotsAndTheSystemOutOfExamples() {
        curation.send(
                ticket.opened(QUESTION),
                ticket.bot("Thanks, a human will be with you soon."),
                ticket.note("Customer is on the churn list."),
                ticket.agent(ANSWER),
                ticket.resolved());

        assertThat(CurationHarness.contents(curation.currentExamples().values()))
                .isEqualTo("USER: " + QUESTION + "\nASSISTANT: " + ANSWER);
    }

    @Test
    void shouldRejectAnEventAsTooLateWhenItsConversationHasExpired() {
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());
        curation.pass(Duration.ofDays(8));
        assertThat(curation.entries(Stores.EVENTS)).isZero();

        curation.send(ticket.rated(1));

        assertThat(curation.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getReason()).isEqualTo("too-late");
            assertThat(rejection.getRevision()).isEqualTo(-1);
            assertThat(rejection.getSourceOffsets()).hasSize(1);
        });
        assertThat(curation.currentExamples()).hasSize(1);
    }

    @Test
    void shouldForgetExpiredConversationsAfterTheStatedRetention() {
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());
        curation.pass(Duration.ofDays(8));
        assertThat(curation.entries(Stores.EXPIRED)).isOne();

        curation.pass(Conversations.EXPIRED_RETENTION.plusDays(1));

        assertThat(curation.entries(Stores.EXPIRED)).isZero();
        assertThat(curation.entries(Stores.TIMERS)).isZero();
        assertThat(curation.entries(Stores.JUDGED)).isZero();
    }

    @Test
    void shouldEndAConversationOfTooManyTurnsInOneRejectionAndGoOn() {
        curation.send(ticket.opened(QUESTION));
        for (int i = 0; i < 40; i++) {
            curation.send(ticket.agent(ANSWER));
        }
        curation.send(ticket.resolved());
        curation.send(TestEvents.solved("t2"));

        assertThat(curation.reasons()).containsExactly("too-long");
        assertThat(curation.currentExamples()).hasSize(1);
    }

    @Test
    void shouldTakeTheExampleBackWhenAConversationGrowsOverTheLimitOfBytes() {
        curation.send(ticket.opened(QUESTION), ticket.agent(ANSWER), ticket.resolved());

        curation.send(ticket.customer("x".repeat(70_000)));

        assertThat(curation.currentExamples()).isEmpty();
        assertThat(curation.conversations().get(1).value()).isNull();
        assertThat(curation.rejections())
                .extracting(Rejection::getStage, Rejection::getReason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("assembly", "too-long"));
    }

    @Test
    void shouldStampOutputWithTheTimeOfProcessingAndNotWithTheVendorsTime() {
        curation.send(TestEvents.solved("t1"));

        assertThat(curation.examples().get(0).getRecordTime()).isAfter(TestEvents.START.plus(Duration.ofDays(365)));
    }
}
