package dev.millrace.curation.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectedSetsTest {
    private static final String RUN = "one two three four five six seven eight nine ten eleven twelve thirteen";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Before it: One, two three four five six seven eight nine ten eleven twelve THIRTEEN! | true
            two three four five six seven eight nine ten eleven twelve thirteen                  | false
            What is the capital of Norway?                                                       | true
            So what is the capital of Norway?                                                    | false
            Yes, please.                                                                         | false
            """)
    void shouldTellAnOverlapWhenThirteenWordsOrAWholeShortMessageAreTheSame(String text, boolean overlap)
            throws IOException {
        Path file = Files.writeString(directory.resolve("tests.jsonl"), """
                {"input": "%s", "output": ["yes please", {"text": "What is the capital of Norway"}]}
                """.formatted("And " + RUN + " and more"));

        assertThat(overlap(file, text)).isEqualTo(overlap);
    }

    @Test
    void shouldReadTextOverTheEndsOfLinesWhenItIsPlain() throws IOException {
        Path file = Files.writeString(
                directory.resolve("book.txt"),
                "zero one two three\nfour five six seven eight\n\nnine ten eleven\ntwelve thirteen fourteen\n");

        assertThat(overlap(file, RUN)).isTrue();
        assertThat(overlap(file, "Four five six SEVEN eight")).isTrue();
        assertThat(overlap(file, "Nine ten eleven")).isFalse();
    }

    @Test
    void shouldReadCompressedFilesAndTellTheirHashWhenNamed() throws IOException {
        Path file = directory.resolve("book.txt.gz");
        try (OutputStream bytes = new GZIPOutputStream(Files.newOutputStream(file))) {
            bytes.write(IntStream.range(0, 5000)
                    .mapToObj(i -> "w" + i)
                    .collect(Collectors.joining("\n"))
                    .getBytes(UTF_8));
        }

        assertThat(overlap(
                        file, IntStream.range(4980, 4995).mapToObj(i -> "W" + i).collect(Collectors.joining(" "))))
                .isTrue();
        assertThat(ProtectedSets.read(List.of(file)).files())
                .singleElement()
                .satisfies(read -> assertThat(read.sha256()).matches("[0-9a-f]{64}"))
                .extracting(ProtectedFile::name)
                .isEqualTo("book.txt.gz");
    }

    @Test
    void shouldLeaveOutOnlyWhatWouldBeTrainedOnWhenItOverlaps() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("tests.txt"), RUN);
        var examples = IntStream.range(0, 60)
                .mapToObj(i -> SimilarExamples.example(
                        "billing",
                        i,
                        List.of(
                                new Message(Role.USER, "Question " + i + " of customer " + i),
                                new Message(Role.ASSISTANT, i % 2 == 0 ? RUN + " said " + i : "Nothing of it " + i))))
                .toList();
        var config = MillraceConfig.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                "domainDefaults.policy.similarity.protectedSets",
                                file.toString(),
                                "domainDefaults.policy.similarity.nearDuplicates",
                                "1",
                                "domainDefaults.splits.holdout",
                                "0.3"))
                .domain("billing");

        // When
        Cut cut = Cut.of("billing", SnapshotIds.inOrder(examples), config);

        // Then
        assertThat(examples).allSatisfy(example -> {
            boolean overlaps = example.getMessages().get(1).getContent().startsWith(RUN);
            boolean inHoldout = new SubjectSplit(config.splits()).of(example.getSubject()) == Split.HOLDOUT;
            assertThat(cut.selection().splits().containsKey(example.getExampleId()))
                    .isEqualTo(!overlaps || inHoldout);
        });
        assertThat(cut.excludedByReason()).containsOnlyKeys(ExclusionReason.PROTECTED_OVERLAP);
    }

    @Test
    void shouldSayWhatToDoWhenAFileCannotBeReadOrIsNotJson() throws IOException {
        Path file = Files.writeString(directory.resolve("broken.jsonl"), "{\"a\": \"b\"}\n{\"a\": b}\n");

        assertThatThrownBy(() -> ProtectedSets.read(List.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("line 2 of the protected set " + file + " is not JSON");
        assertThatThrownBy(() -> ProtectedSets.read(List.of(directory.resolve("none.txt"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none.txt cannot be read")
                .hasMessageContaining("similarity.protectedSets");
    }

    private static boolean overlap(Path file, String text) {
        var example = SimilarExamples.example(
                "billing", 0, List.of(new Message(Role.USER, "Hello"), new Message(Role.ASSISTANT, text)));
        return ProtectedSets.read(List.of(file)).overlap(example);
    }
}
