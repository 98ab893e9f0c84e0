package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.snapshots.SnapshotExclusion;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearDuplicatesTest {
    private static final String DOMAIN = "billing";

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheOldestOfNearDuplicatesAndNameItWhenOthersAreLeftOut() throws IOException {
        // Given
        List<Example> examples = List.of(
                example(0, numbers(0, 100), numbers(200, 240)),
                example(9, numbers(0, 100), numbers(200, 239) + " other"),
                example(6, numbers(0, 100), numbers(500, 600)),
                example(12, numbers(1, 100) + " other", numbers(200, 240)));

        // When
        Cut cut = cut(examples, Map.of());
        new SnapshotFiles(folder, cut).write(SnapshotIds.inOrder(examples));

        // Then
        assertThat(cut.selection().splits())
                .containsOnlyKeys(
                        examples.get(0).getExampleId(), examples.get(2).getExampleId());
        SnapshotFolder snapshot = SnapshotFolder.open(folder).verifyFiles();
        assertThat(snapshot.exclusions())
                .hasSize(2)
                .allSatisfy(exclusion -> {
                    assertThat(exclusion.reason()).isEqualTo("near-duplicate");
                    assertThat(exclusion.of()).isEqualTo(examples.get(0).getExampleId());
                    assertThat(exclusion.jaccard()).isBetween(0.9, 0.99);
                })
                .extracting(SnapshotExclusion::id)
                .isSorted();
        assertThat(Files.readString(folder.resolve("manifest.json")))
                .contains("\"excludedByReason\" : {\n    \"near-duplicate\" : 2\n  }");
    }

    @Test
    void shouldNotChainFromOneToTheNextWhenEachIsOnlyLikeTheOneBefore() {
        // Given
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            examples.add(example(3 * i, numbers(8 * i, 100 + 8 * i), "Yes."));
        }

        // When
        Cut cut = cut(examples, Map.of());

        // Then
        assertThat(cut.selection().excluded())
                .containsOnlyKeys(
                        examples.get(1).getExampleId(), examples.get(3).getExampleId());
        assertThat(cut.selection()
                        .excluded()
                        .get(examples.get(3).getExampleId())
                        .of())
                .isEqualTo(examples.get(2).getExampleId());
    }

    @Test
    void shouldKeepThemAllWhenThePolicyLeavesOutOnlyWhatHasTheSameWords() {
        List<Example> examples = List.of(
                example(0, numbers(0, 100), numbers(200, 240)),
                example(3, numbers(0, 100), numbers(200, 239) + " other"),
                example(6, numbers(0, 100).toUpperCase(java.util.Locale.ROOT) + "?", numbers(200, 240)));

        Cut cut = cut(examples, Map.of("nearDuplicates", "1", "holdoutOverlap", "1"));

        assertThat(cut.selection().excluded()).containsOnlyKeys(examples.get(2).getExampleId());
    }

    @Test
    void shouldKeepTheNewestOfSameRepliesUpToTheCapWhenQuestionsDiffer() {
        // Given
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            examples.add(example(
                    3 * i, numbers(100 * i, 100 * i + 90), "Open Account then Orders and choose invoice " + i % 2));
        }

        // When
        Cut cut = cut(examples, Map.of("maxExamplesPerReply", "3"));

        // Then
        assertThat(cut.selection().splits().keySet())
                .isEqualTo(examples.subList(4, 10).stream()
                        .map(Example::getExampleId)
                        .collect(Collectors.toSet()));
        assertThat(cut.excludedByReason()).isEqualTo(Map.of(ExclusionReason.REPLY_CAP, 4L));
        assertThat(cut.selection()
                        .excluded()
                        .get(examples.get(0).getExampleId())
                        .of())
                .isEqualTo(examples.get(8).getExampleId());
    }

    @Test
    void shouldKeepOtherQuestionsToACannedReplyWhenItIsNearlyAllOfTheText() {
        // Given
        String reply = numbers(0, 100);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            examples.add(example(3 * i, "Question " + i + " about it?", reply));
        }
        examples.add(example(40, "question 3, about it", reply));

        // When
        Cut canned = cut(examples, Map.of());
        Cut notCanned = cut(examples, Map.of("cannedFrom", "20"));

        // Then
        String again = examples.get(12).getExampleId();
        assertThat(canned.selection().excluded().get(again).of())
                .isEqualTo(examples.get(3).getExampleId());
        assertThat(canned.selection().splits()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(notCanned.selection().splits())
                .containsOnlyKeys(examples.get(0).getExampleId());
    }

    @Test
    void shouldWorkOutSignaturesWhenExamplesCarryNone() {
        List<Example> examples = List.of(
                example(0, numbers(0, 100), numbers(200, 240)),
                example(3, numbers(0, 100), numbers(200, 239) + " other"));
        examples.forEach(example -> example.setMinHash(null));

        assertThat(cut(examples, Map.of()).selection().excluded())
                .containsOnlyKeys(examples.get(1).getExampleId());
    }

    private static Cut cut(List<Example> examples, Map<String, String> similarity) {
        Map<String, String> overrides = similarity.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> "domainDefaults.policy.similarity." + entry.getKey(), Map.Entry::getValue));
        DomainConfig config =
                MillraceConfig.load(Optional.empty(), Map.of(), overrides).domain(DOMAIN);
        return Cut.of(DOMAIN, SnapshotIds.inOrder(examples), config);
    }

    private static Example example(int number, String question, String answer) {
        return SimilarExamples.example(
                DOMAIN, number, List.of(new Message(Role.USER, question), new Message(Role.ASSISTANT, answer)));
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "word" + i).collect(Collectors.joining(" "));
    }
}
