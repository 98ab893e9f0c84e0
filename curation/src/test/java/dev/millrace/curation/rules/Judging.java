package dev.millrace.curation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.ConversationKind;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Conversations to judge, and what is expected of the verdicts. */
final class Judging {
    static final String QUESTION = "Where do I find the invoice of my last order?";
    static final String ANSWER = "Open your account, choose the order, and then choose the invoice there.";

    private static final Instant START = Instant.parse("2020-03-01T12:00:00Z");

    private Judging() {}

    static void assertRejected(String reason, Conversation conversation, Map<String, String> policy) {
        assertThat(Judge.judge(conversation, policy(policy)))
                .isInstanceOfSatisfying(
                        Verdict.Rejected.class,
                        rejected -> assertThat(rejected.reason().code()).isEqualTo(reason));
    }

    static Example accepted(Conversation conversation, Map<String, String> policy) {
        Verdict verdict = Judge.judge(conversation, policy(policy));
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).example();
    }

    static Policy policy(Map<String, String> settings) {
        Map<String, String> overrides = settings.entrySet().stream()
                .collect(Collectors.toMap(entry -> "domainDefaults.policy." + entry.getKey(), Map.Entry::getValue));
        return Policy.of(MillraceConfig.load(Optional.empty(), Map.of(), overrides)
                .domainDefaults()
                .policy());
    }

    static Turn customer(String text) {
        return new Turn("", Author.CUSTOMER, START, text, false);
    }

    static Turn agent(String text) {
        return new Turn("", Author.AGENT, START, text, false);
    }

    static Conversation conversation(Turn... turns) {
        return Conversation.newBuilder()
                .setDomain("billing")
                .setSource("desk")
                .setConversationId("t1")
                .setSubject("s_1")
                .setKind(ConversationKind.TICKET)
                .setTurns(new ArrayList<>(List.of(turns)))
                .setOutcome(Outcome.RESOLVED)
                .setOccurredAt(START)
                .setRevision(0)
                .setSourceOffsets(List.of())
                .build();
    }
}
