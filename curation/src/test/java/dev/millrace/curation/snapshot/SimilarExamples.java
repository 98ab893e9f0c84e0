package dev.millrace.curation.snapshot;

import dev.millrace.curation.rules.Examples;
import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.schemas.event.ConversationKind;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Examples of given conversations, each of a customer of its own, as curation makes them. */
final class SimilarExamples {
    private SimilarExamples() {}

    static Example example(String domain, int number, List<Message> messages) {
        String id = Examples.id(domain, "desk", "s" + number);
        return Example.newBuilder()
                .setExampleId(id)
                .setDomain(domain)
                .setSource("desk")
                .setConversationId("s" + number)
                .setSubject("s_" + number)
                .setKind(ConversationKind.CHAT)
                .setMessages(messages)
                .setLanguage("en")
                .setTags(List.of())
                .setQuality(1)
                .setSignature(Sha256.text(messages.toString()))
                .setRedactions(Map.of())
                // Several have the same time, so that ids must decide too.
                .setOccurredAt(TestExamples.START.plus(Duration.ofHours(number / 3)))
                .setRevision(0)
                .setPolicyVersion(1)
                .setPolicyHash("none")
                .setSourceOffsets(List.of())
                .setOutcome(Outcome.RESOLVED)
                .setMinHash(ComparedText.of(messages).signatures())
                .build();
    }
}
