package dev.millrace.curation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.ConversationKind;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Turn;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Judging is total: there is a verdict on whatever people and machines write. */
class JudgeAnythingTest {
    private static final Policy POLICY = Policy.of(PolicyConfig.DEFAULTS);
    private static final List<String> PIECES = List.of(
            "jane@example.com",
            "+1 212 555 0123",
            "4111 1111 1111 1111",
            "DE89 3704 0044 0532 0130 00",
            "192.168.0.1",
            "fe80::1",
            "AKIAIOSFODNN7EXAMPLE",
            "-----BEGIN PRIVATE KEY-----",
            "eyJhbGciOiJIUzI1NiJ9.",
            "password is ",
            "://a:b@",
            "Jane",
            "\ud83d",
            "\ude00",
            "\u0000",
            "\u202e",
            "::::",
            "@",
            "..",
            "<EMAIL_1>",
            " ",
            "\n",
            "the ");

    @Property(tries = 300)
    void shouldJudgeAnythingTheSameTwice(@ForAll("texts") String question, @ForAll("texts") String answer) {
        Conversation conversation = conversation(question, answer);

        Verdict verdict = Judge.judge(conversation, POLICY);

        assertThat(verdict).isEqualTo(Judge.judge(conversation, POLICY));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(PIECES);
        Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(8);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, pieces), net.jqwik.api.Tuple.of(1, anything))
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    private static Conversation conversation(String question, String answer) {
        return Conversation.newBuilder()
                .setDomain("billing")
                .setSource("desk")
                .setConversationId("t1")
                .setSubject("s_1")
                .setKind(ConversationKind.CHAT)
                .setTitle(answer)
                .setTurns(List.of(
                        new Turn("1", Author.CUSTOMER, Instant.EPOCH, question, false),
                        new Turn("2", Author.AGENT, Instant.EPOCH, answer, false)))
                .setOutcome(Outcome.RESOLVED)
                .setKnownNames(List.of("Jane Doe", "", "@", answer))
                .setOccurredAt(Instant.EPOCH)
                .setRevision(0)
                .setSourceOffsets(List.of())
                .build();
    }
}
