package dev.millrace.curation.snapshot;

import dev.millrace.curation.rules.Examples;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.schemas.event.ConversationKind;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Examples for snapshots; each is an hour newer than the one before. */
final class TestExamples {
    static final Instant START = Instant.parse("2020-03-01T12:00:00Z");

    private TestExamples() {}

    /** Examples of two for each customer, all different. */
    static List<Example> many(String domain, int count) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(example(domain, i, "s_" + i / 2, "Answer number " + i + " to the question.", "tag-" + i % 3));
        }
        return examples;
    }

    static Example example(String domain, int number, String subject, String answer, String... tags) {
        return Example.newBuilder()
                .setExampleId(Examples.id(domain, "desk", "t" + number))
                .setDomain(domain)
                .setSource("desk")
                .setConversationId("t" + number)
                .setSubject(subject)
                .setKind(ConversationKind.TICKET)
                .setMessages(List.of(new Message(Role.USER, "A question?"), new Message(Role.ASSISTANT, answer)))
                .setLanguage("en")
                .setTags(List.of(tags))
                .setQuality(1)
                .setSignature(Sha256.text(answer))
                .setRedactions(Map.of())
                .setOccurredAt(START.plus(Duration.ofHours(number)))
                .setRevision(0)
                .setPolicyVersion(1)
                .setPolicyHash("none")
                .setSourceOffsets(List.of())
                .setOutcome(Outcome.RESOLVED)
                .build();
    }
}
