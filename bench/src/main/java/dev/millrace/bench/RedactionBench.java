package dev.millrace.bench;

import dev.millrace.curation.rules.Policy;
import dev.millrace.curation.rules.redaction.Redactor;
import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.schemas.event.Turn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Redaction on one thread: names learnt, spans found, text written. Of generated tickets, each one text of 1.6 kB, or of the messages of a
 * file's conversations, each conversation a document.
 */
@Command(name = "redact", description = "Redaction of generated tickets of 1.6 kB, or of a file, on one thread.")
final class RedactionBench implements Runnable {
    private static final int TICKETS = 20_000;
    private static final String PACKAGE = "dev.millrace.curation.rules.redaction.";
    private static final Set<String> HELPERS =
            Set.of("Chars", "CheckDigits", "Context", "WordFilter", "Span", "IdForm");

    @Mixin
    private Rounds rounds = new Rounds();

    @Mixin
    private ConversationsOption input = new ConversationsOption();

    private final Policy policy = Policy.of(PolicyConfig.DEFAULTS);
    private long spans;

    @Override
    public void run() {
        List<List<String>> documents = documents();
        rounds.measure(documents.size(), () -> round(documents), frame -> SampledShares.classIn(frame, PACKAGE)
                        .filter(name -> !HELPERS.contains(name)))
                .with(
                        "characters",
                        documents.stream()
                                .mapToInt(texts ->
                                        texts.stream().mapToInt(String::length).sum())
                                .average()
                                .orElseThrow())
                .with("documents", documents.size())
                .with("spans_per_document", (double) spans / documents.size())
                .print();
    }

    private List<List<String>> documents() {
        Optional<List<List<String>>> read = input.file().map(file -> input.conversations().stream()
                .map(conversation ->
                        conversation.getTurns().stream().map(Turn::getText).toList())
                .toList());
        return read.orElseGet(
                () -> new Tickets(7).texts(TICKETS).stream().map(List::of).toList());
    }

    private void round(List<List<String>> documents) {
        spans = 0;
        for (List<String> texts : documents) {
            Redactor redactor = policy.redactor(texts, List.of());
            texts.forEach(text -> redactor.redact(text, found -> spans++));
        }
    }
}
