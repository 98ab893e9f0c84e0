package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.snapshots.SnapshotExample;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.Example;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutTest {
    private static final String DOMAIN = "billing";

    @TempDir
    private Path folder;

    @Test
    void shouldGiveTheSameIdWhateverTheOrderOfTheExamples() {
        List<Example> examples = new ArrayList<>(TestExamples.many(DOMAIN, 60));
        String id = cut(examples, Map.of()).id();

        Collections.shuffle(examples, new Random(7));

        assertThat(cut(examples, Map.of()).id()).isEqualTo(id).matches("[0-9a-f]{64}");
    }

    @Test
    void shouldNotDependOnRevisionOrOffsets() {
        List<Example> examples = TestExamples.many(DOMAIN, 20);
        String id = cut(examples, Map.of()).id();

        examples.forEach(example -> example.setRevision(5));

        assertThat(cut(examples, Map.of()).id()).isEqualTo(id);
    }

    @Test
    void shouldGiveAnotherIdWhenPolicyOrContentOrNewestTimeChange() {
        List<Example> examples = TestExamples.many(DOMAIN, 20);
        Set<String> ids = new TreeSet<>();
        ids.add(cut(examples, Map.of()).id());
        ids.add(cut(examples, Map.of("policy.minRating", "4")).id());
        ids.add(cut(examples.subList(0, 19), Map.of()).id());
        examples.get(3).getMessages().get(1).setContent("Something else.");
        ids.add(cut(examples, Map.of()).id());

        assertThat(ids).hasSize(4);
    }

    @Test
    void shouldNeverPutACustomerIntoTwoSplits() {
        List<Example> examples = TestExamples.many(DOMAIN, 600);

        Cut cut = cut(examples, Map.of("splits.holdout", "0.3", "splits.validation", "0.2"));

        Map<String, Set<Split>> bySubject = new HashMap<>();
        examples.forEach(example -> bySubject
                .computeIfAbsent(example.getSubject(), subject -> new TreeSet<>())
                .add(cut.selection().splits().get(example.getExampleId())));
        assertThat(bySubject.values()).allSatisfy(splits -> assertThat(splits).hasSize(1));
        assertThat(cut.counts().getHoldout()).isBetween(120L, 240L);
        assertThat(cut.counts().getValidation()).isBetween(70L, 170L);
    }

    @Test
    void shouldKeepTheOldestOfExactDuplicatesAndNeverTrainOnOneOfTheHoldout() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            examples.add(TestExamples.example(DOMAIN, i, "s_" + i, "The same answer " + i % 40));
        }

        Cut cut = cut(examples, Map.of("splits.holdout", "0.5"));

        assertThat(cut.selection().splits()).hasSize(40);
        assertThat(cut.excludedByReason()).isEqualTo(Map.of(ExclusionReason.DUPLICATE, 160L));
        Set<String> survivors =
                examples.subList(0, 40).stream().map(Example::getExampleId).collect(Collectors.toSet());
        assertThat(cut.selection().splits().keySet()).isEqualTo(survivors);
    }

    @Test
    void shouldCountTheAgeWindowBackFromTheNewestExample() {
        Cut cut = cut(TestExamples.many(DOMAIN, 50), Map.of("window.maxAge", "9h"));

        assertThat(cut.selection().splits()).hasSize(10);
        assertThat(cut.excludedByReason()).isEqualTo(Map.of(ExclusionReason.OUTSIDE_WINDOW, 40L));
    }

    @Test
    void shouldKeepTheNewestWithinCapsAndWindowSize() {
        Cut cut = cut(
                TestExamples.many(DOMAIN, 50),
                Map.of(
                        "policy.maxExamplesPerSubject",
                        "1",
                        "policy.maxExamplesPerTag",
                        "5",
                        "window.maxExamples",
                        "12"));

        assertThat(cut.excludedByReason())
                .isEqualTo(Map.of(
                        ExclusionReason.SUBJECT_CAP,
                        25L,
                        ExclusionReason.TAG_CAP,
                        10L,
                        ExclusionReason.WINDOW_SIZE,
                        3L));
    }

    @Test
    void shouldCountEachConversationAsACustomerWhereCustomersAreNotKnown() {
        List<Example> examples = TestExamples.many(DOMAIN, 30);
        examples.forEach(example -> example.setSubjectKnown(false));

        Cut cut = cut(examples, Map.of());

        assertThat(cut.made().subjectsKnown()).isFalse();
        assertThat(cut.counts().getSubjects()).isEqualTo(30);
    }

    @Test
    void shouldWriteAFolderThatReadersVerify() throws IOException {
        List<Example> examples = TestExamples.many(DOMAIN, 100);
        Cut cut = cut(examples, Map.of("policy.maxExamplesPerSubject", "1", "splits.holdout", "0.2"));

        String sha256 = new SnapshotFiles(folder, cut).write(SnapshotIds.inOrder(examples));

        SnapshotFolder read = SnapshotFolder.open(folder).verify(sha256);
        assertThat(read.manifest().snapshotId()).isEqualTo(cut.id());
        assertThat(read.manifest().counts()).containsEntry("excluded", 50L).containsEntry("subjects", 50L);
        List<SnapshotExample> train = read.examples(Split.TRAIN);
        assertThat(train).hasSize(Math.toIntExact(cut.counts().getTrain()));
        assertThat(train).extracting(SnapshotExample::id).isSorted();
        assertThat(Files.readString(folder.resolve("README.md")))
                .contains(cut.id(), "| train | " + train.size() + " |");
        assertThat(text("excluded.jsonl.gz")).hasLineCount(50).contains("\"reason\":\"subject-cap\"");
    }

    @Test
    void shouldWriteTheSameBytesAgain(@TempDir Path second) throws IOException {
        List<Example> examples = TestExamples.many(DOMAIN, 40);
        Cut cut = cut(examples, Map.of());

        String first = new SnapshotFiles(folder, cut).write(SnapshotIds.inOrder(examples));

        assertThat(new SnapshotFiles(second, cut).write(SnapshotIds.inOrder(examples)))
                .isEqualTo(first);
    }

    @Test
    void shouldWriteLinesInTheOrderOfKeysThatIsDocumented() {
        Example example = TestExamples.example(DOMAIN, 1, "s_1", "Say \"hi\" to Ångström", "b");

        assertThat(new String(ExampleLine.of(example), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"id\":\"%s\",\"subject\":\"s_1\",\"tags\":[\"b\"],\"messages\":[{\"role\":\"user\",\"content\":\"A question?\"},{\"role\":\"assistant\",\"content\":\"Say \\\"hi\\\" to Ångström\"}]}\n"
                                .formatted(example.getExampleId()));
    }

    private static Cut cut(Collection<Example> examples, Map<String, String> settings) {
        Map<String, String> overrides = settings.entrySet().stream()
                .collect(Collectors.toMap(entry -> "domainDefaults." + entry.getKey(), Map.Entry::getValue));
        DomainConfig config =
                MillraceConfig.load(Optional.empty(), Map.of(), overrides).domain(DOMAIN);
        return Cut.of(DOMAIN, SnapshotIds.inOrder(examples), config);
    }

    private String text(String file) throws IOException {
        try (InputStream bytes = new GZIPInputStream(Files.newInputStream(folder.resolve(file)))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
