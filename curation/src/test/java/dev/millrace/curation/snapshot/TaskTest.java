package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.snapshots.SnapshotExample;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.SnapshotMessage;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else than answers is made of conversations. */
class TaskTest {
    private static final String DOMAIN = "billing";

    @TempDir
    private Path folder;

    @Test
    void shouldAskForTheTagsOfWhatTheCustomerWroteFirst() {
        Task.Exchange exchange = Task.CLASSIFY.exchange(ticket()).orElseThrow();

        assertThat(exchange)
                .isEqualTo(new Task.Exchange("Invoice is wrong twice\n\nPlease look, <NAME_1>.", "billing, invoice"));
    }

    @Test
    void shouldExtractOnlyWhatIsKnown() {
        Example little = ticket();
        little.setRating(null);
        little.setLanguage("und");
        little.setOutcome(Outcome.UNKNOWN);

        assertThat(Task.EXTRACT.exchange(ticket()).orElseThrow().answer())
                .isEqualTo("{\"intent\":[\"billing\",\"invoice\"],\"outcome\":\"resolved\",\"rating\":4,"
                        + "\"language\":\"en\",\"entities\":[\"email\",\"name\"]}");
        assertThat(Task.EXTRACT.exchange(little).orElseThrow().answer())
                .isEqualTo("{\"intent\":[\"billing\",\"invoice\"],\"entities\":[\"email\",\"name\"]}");
    }

    @Test
    void shouldTakeTheTitleOutOfTheTextThatItSummarises() {
        Task.Exchange exchange = Task.SUMMARISE.exchange(ticket()).orElseThrow();

        assertThat(exchange.answer()).isEqualTo("Invoice is wrong twice");
        assertThat(exchange.asked())
                .isEqualTo("Customer: Please look, <NAME_1>.\n\nAgent: We wrote to <EMAIL_1>, it is right now.");
    }

    @Test
    void shouldMakeNothingOfFieldsThatDoNotAllowIt() {
        Example untagged = ticket();
        untagged.setTags(List.of());
        Example shortTitle = ticket();
        shortTitle.setTitle("Invoice wrong");
        Example toldInText = ticket();
        toldInText.getMessages().get(1).setContent("So the invoice is wrong twice? It is right now.");
        Example chat = ticket();
        chat.setTitle(null);

        assertThat(Task.CLASSIFY.exchange(untagged)).isEmpty();
        assertThat(Task.SUMMARISE.exchange(shortTitle)).isEmpty();
        assertThat(Task.SUMMARISE.exchange(toldInText)).isEmpty();
        assertThat(Task.SUMMARISE.exchange(chat)).isEmpty();
    }

    @Test
    void shouldPutEachLineIntoTheSplitOfItsConversationAndNoneIntoTheHoldout() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Example example = TestExamples.example(DOMAIN, i, "s_" + i / 2, "Answer number " + i + ".", "t" + i % 5);
            example.setTitle("Subject line " + i);
            examples.add(example);
        }
        Cut plain = cut(examples, Map.of());

        Cut cut = cut(
                examples,
                Map.of(
                        "splits.holdout",
                        "0.2",
                        "tasks.classify.share",
                        "0.5",
                        "tasks.classify.prompt",
                        "Which topic?",
                        "tasks.extract.share",
                        "1",
                        "tasks.summarise.share",
                        "0.25"));
        String sha256 = new SnapshotFiles(folder, cut).write(SnapshotIds.inOrder(examples));

        SnapshotFolder read = SnapshotFolder.open(folder).verify(sha256);
        Set<String> held = ids(read, Split.HOLDOUT);
        Set<String> learned = new HashSet<>(ids(read, Split.TRAIN));
        learned.addAll(ids(read, Split.VALIDATION));
        assertThat(held).allMatch(id -> id.length() == 64);
        assertThat(learned).noneMatch(id -> held.contains(id.substring(0, 64)));
        List<SnapshotExample> train = read.examples(Split.TRAIN);
        assertThat(train).extracting(SnapshotExample::id).isSorted().doesNotHaveDuplicates();
        long answers = train.stream().filter(line -> line.id().length() == 64).count();
        assertThat(count(train, "-extract")).isEqualTo(answers);
        assertThat((double) count(train, "-classify") / answers).isBetween(0.4, 0.6);
        assertThat((double) count(train, "-summarise") / answers).isBetween(0.17, 0.33);
        SnapshotExample classified = train.stream()
                .filter(line -> line.id().endsWith("-classify"))
                .findFirst()
                .orElseThrow();
        assertThat(classified.messages())
                .extracting(SnapshotMessage::role)
                .containsExactly("system", "user", "assistant");
        assertThat(classified.messages().get(0).content()).isEqualTo("Which topic?");
        assertThat(cut.counts().getTrain()).isEqualTo(train.size());
        assertThat(cut.made().counts()).containsKeys("task:answer", "task:classify", "task:extract", "task:summarise");
        assertThat(plain.made().counts()).doesNotContainKey("task:answer");
        assertThat(cut.id()).isNotEqualTo(plain.id());
    }

    private static Example ticket() {
        Example example = TestExamples.example(DOMAIN, 1, "s_1", "", "billing", "invoice");
        example.setMessages(new ArrayList<>(List.of(
                new Message(Role.USER, "Invoice is wrong twice\n\nPlease look, <NAME_1>."),
                new Message(Role.ASSISTANT, "We wrote to <EMAIL_1>, it is right now."))));
        example.setTitle("Invoice is wrong twice");
        example.setRating(4);
        return example;
    }

    private static Set<String> ids(SnapshotFolder folder, Split split) {
        return folder.examples(split).stream().map(SnapshotExample::id).collect(Collectors.toSet());
    }

    private static long count(List<SnapshotExample> lines, String ending) {
        return lines.stream().filter(line -> line.id().endsWith(ending)).count();
    }

    private static Cut cut(List<Example> examples, Map<String, String> settings) {
        Map<String, String> overrides = settings.entrySet().stream()
                .collect(Collectors.toMap(entry -> "domainDefaults." + entry.getKey(), Map.Entry::getValue));
        DomainConfig config =
                MillraceConfig.load(Optional.empty(), Map.of(), overrides).domain(DOMAIN);
        return Cut.of(DOMAIN, SnapshotIds.inOrder(examples), config);
    }
}
