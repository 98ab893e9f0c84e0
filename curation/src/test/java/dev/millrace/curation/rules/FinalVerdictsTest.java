package dev.millrace.curation.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.ConversationKind;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Rejection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalVerdictsTest {
    private final FinalVerdicts verdicts = new FinalVerdicts();

    @Test
    void shouldCountEachConversationByItsFinalState() {
        accept("accepted");
        reject("accepted", "too-late", -1);
        reject("better-later", "unresolved", 0);
        accept("better-later");
        accept("worse-later");
        takeBack("worse-later");
        reject("worse-later", "low-rating", 1);
        reject("twice", "no-agent-answer", 0);
        reject("twice", "unresolved", 2);
        reject("twice", "too-late", -1);
        reject("unknown", "too-late", -1);

        assertThat(verdicts.accepted())
                .extracting(Example::getConversationId)
                .containsExactlyInAnyOrder("accepted", "better-later");
        assertThat(verdicts.rejectedByReason())
                .containsOnly(
                        org.assertj.core.api.Assertions.entry("low-rating", 1L),
                        org.assertj.core.api.Assertions.entry("unresolved", 1L),
                        org.assertj.core.api.Assertions.entry("too-late", 1L));
    }

    private void accept(String conversation) {
        Example example = Example.newBuilder()
                .setExampleId(Examples.id("billing", "desk", conversation))
                .setDomain("billing")
                .setSource("desk")
                .setConversationId(conversation)
                .setSubject("s")
                .setKind(ConversationKind.TICKET)
                .setMessages(List.of())
                .setLanguage("en")
                .setQuality(1)
                .setSignature("")
                .setOccurredAt(Instant.EPOCH)
                .setRevision(0)
                .setPolicyVersion(1)
                .setPolicyHash("")
                .setSourceOffsets(List.of())
                .setOutcome(Outcome.RESOLVED)
                .build();
        verdicts.example(key(conversation), example);
    }

    private void takeBack(String conversation) {
        verdicts.example(key(conversation), null);
    }

    private void reject(String conversation, String reason, int revision) {
        Rejection rejection = Rejection.newBuilder()
                .setDomain("billing")
                .setSource("desk")
                .setConversationId(conversation)
                .setStage("judging")
                .setReason(reason)
                .setOccurredAt(Instant.EPOCH)
                .setRevision(revision)
                .setPolicyHash("")
                .setSourceOffsets(List.of())
                .build();
        verdicts.rejection(Keys.conversation("billing", "desk", conversation), rejection);
    }

    private static String key(String conversation) {
        return Keys.inDomain("billing", Examples.id("billing", "desk", conversation));
    }
}
