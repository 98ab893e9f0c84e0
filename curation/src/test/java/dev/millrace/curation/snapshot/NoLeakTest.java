package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.RealConversations;
import dev.millrace.curation.similarity.PlainShingles;
import dev.millrace.curation.similarity.Variations;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That nothing like the holdout or a protected set is trained or validated on, on real conversations with planted leaks. Every pair
 * is looked at, in another way than the cut does.
 */
class NoLeakTest {
    private static final String DOMAIN = "billing";
    private static final double THRESHOLD = 0.75;
    private static final int PLANTED = 1500;

    @TempDir
    private Path directory;

    private static final List<Example> EXAMPLES = new ArrayList<>();
    private static final Map<String, int[]> SHINGLES = new HashMap<>();

    @BeforeAll
    static void plant() throws IOException {
        PlainShingles plain = new PlainShingles();
        List<List<Message>> conversations = new ArrayList<>(RealConversations.bitext());
        conversations.addAll(RealConversations.star().subList(0, 1000));
        Variations variations = new Variations(11);
        int real = conversations.size();
        for (int i = 0; i < PLANTED; i++) {
            double jaccard = THRESHOLD + 0.25 * i / PLANTED;
            conversations.add(variations.wordsEdited(conversations.get(i * 2 % real), jaccard));
        }
        for (List<Message> conversation : conversations) {
            Example example = SimilarExamples.example(DOMAIN, EXAMPLES.size(), conversation);
            EXAMPLES.add(example);
            SHINGLES.put(example.getExampleId(), plain.of(conversation));
        }
    }

    @Test
    void shouldTrainOnNothingLikeTheHoldoutWhenNearDuplicatesAreLeftIn() {
        Cut cut = cut(Map.of("nearDuplicates", "1"));

        System.out.println("leak test, near duplicates left in: " + cut.excludedByReason());
        assertThat(cut.excludedByReason().get(ExclusionReason.HOLDOUT_OVERLAP)).isGreaterThan(200);
        assertNoLeak(cut);
    }

    @Test
    void shouldTrainOnNothingProtectedWhenOverlapsArePlanted() throws IOException {
        // Given
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String answer = EXAMPLES.get(30 * i).getMessages().get(1).getContent();
            lines.append(answer.replaceAll("\\s+", " ")).append('\n');
        }
        Path file = Files.writeString(directory.resolve("tests.txt"), lines);

        // When
        Cut cut = cut(Map.of("protectedSets", file.toString()));

        // Then
        System.out.println("leak test, with a protected set: " + cut.excludedByReason());
        assertThat(cut.excludedByReason().get(ExclusionReason.PROTECTED_OVERLAP))
                .isGreaterThan(90);
        Set<String> runs = new HashSet<>(PlainShingles.runs(lines.toString(), ProtectedSets.WORDS));
        EXAMPLES.stream()
                .filter(example -> isLearnt(cut, example))
                .flatMap(example -> example.getMessages().stream())
                .forEach(message -> assertThat(Collections.disjoint(
                                PlainShingles.runs(message.getContent(), ProtectedSets.WORDS), runs))
                        .isTrue());
        assertNoLeak(cut);
    }

    private static void assertNoLeak(Cut cut) {
        List<Example> holdout = EXAMPLES.stream()
                .filter(example -> cut.selection().splits().get(example.getExampleId()) == Split.HOLDOUT)
                .toList();
        assertThat(holdout).hasSizeGreaterThan(300);
        int looked = 0;
        for (Example learnt : EXAMPLES) {
            if (isLearnt(cut, learnt)) {
                int[] own = SHINGLES.get(learnt.getExampleId());
                looked++;
                assertThat(holdout.stream()
                                .filter(item -> PlainShingles.alike(own, SHINGLES.get(item.getExampleId()), THRESHOLD))
                                .findFirst())
                        .isEmpty();
            }
        }
        System.out.printf("looked at %d pairs%n", (long) looked * holdout.size());
    }

    private static boolean isLearnt(Cut cut, Example example) {
        Split split = cut.selection().splits().get(example.getExampleId());
        return split == Split.TRAIN || split == Split.VALIDATION;
    }

    private static Cut cut(Map<String, String> similarity) {
        Map<String, String> overrides = new HashMap<>();
        similarity.forEach((key, value) -> overrides.put("domainDefaults.policy.similarity." + key, value));
        DomainConfig config =
                MillraceConfig.load(Optional.empty(), Map.of(), overrides).domain(DOMAIN);
        return Cut.of(DOMAIN, SnapshotIds.inOrder(EXAMPLES), config);
    }
}
