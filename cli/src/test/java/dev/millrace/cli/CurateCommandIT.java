package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.terminal.RecordedTerminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.snapshots.SnapshotExample;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.SnapshotMessage;
import dev.millrace.runtime.snapshots.Split;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curating a file, and comparing what came of it, without a platform. */
class CurateCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CUSTOMERS = 60;
    private static final List<String> WORDS = List.of(
            ("the lamp parcel invoice order delivery refund voucher account password carrier address week month "
                            + "warehouse return label shade bulb cable switch price colour guarantee receipt shop")
                    .split(" "));

    @TempDir
    private Path folder;

    private Path config = Path.of("");
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void writeFiles() throws IOException {
        config = writeConfig("{}");
        for (int i = 0; i < CUSTOMERS; i++) {
            lines.add(line(i, answer(i)));
        }
        lines.add(line(100, "No."));
        lines.add(line(0, "A second line with the id of the first one."));
        lines.add("{\"messages\": 7}");
        lines.add(line(101, answer(0)));
    }

    /** Other words in every one, so that no two are near duplicates. */
    private static String answer(int number) {
        Random random = new Random(number);
        StringBuilder answer = new StringBuilder("You can reach us at help" + number + "@larkspur.example about");
        for (int word = 0; word < 12; word++) {
            answer.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return answer.append('.').toString();
    }

    private static String line(int number, String answer) {
        String question = number == 101 ? "Where is my order number 0?" : "Where is my order number " + number + "?";
        return ("{\"id\": \"c-%d\", \"subject\": \"customer %d\", \"messages\": [{\"role\": \"customer\", \"text\": \"%s\","
                        + " \"at\": \"2024-05-01T10:00:00Z\"}, {\"role\": \"agent\", \"text\": \"%s\"}]}")
                .formatted(number, number, question, answer);
    }

    private Path writeConfig(String policy) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "millrace", ".yaml"), """
                state: {directory: %1$s/state, installationKeyFile: %1$s/installation.key}
                domainDefaults: {policy: %2$s}
                """.formatted(folder, policy));
    }

    private Path writeLines() throws IOException {
        return Files.write(Files.createTempFile(folder, "chats", ".jsonl"), lines);
    }

    private JsonNode curate(Path out) throws IOException {
        return json(
                "curate",
                "chats",
                writeLines().toString(),
                "--domain",
                "retail",
                "--config",
                config.toString(),
                "--max-bad",
                "0.1",
                "--out",
                out.toString());
    }

    private static JsonNode json(String... arguments) throws IOException {
        RecordedTerminal recorded = RecordedTerminal.plain();
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
        assertThat(Millrace.run(recorded.terminal(), all)).as(recorded.err()).isZero();
        return JSON.readTree(recorded.out());
    }

    private static List<JsonNode> read(InputStream in) throws IOException {
        List<JsonNode> read = new ArrayList<>();
        for (String line :
                new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
            read.add(JSON.readTree(line));
        }
        return read;
    }

    @Test
    void shouldMakeASnapshotAndTellOfEveryOtherLineWhy() throws IOException {
        // Given
        Path out = folder.resolve("out");

        // When
        JsonNode summary = curate(out);

        // Then
        assertThat(summary.path("rows").asInt()).isEqualTo(CUSTOMERS + 4);
        assertThat(summary.path("bad").asInt()).isEqualTo(2);
        assertThat(summary.path("accepted").asInt()).isEqualTo(CUSTOMERS + 1);
        assertThat(summary.path("rejected")).hasToString("{\"too-short\":1}");
        assertThat(summary.path("excluded").path("duplicate").asInt()).isEqualTo(1);
        assertThat(summary.path("placeholders").path("email").asInt()).isEqualTo(CUSTOMERS + 1);
        SnapshotFolder snapshot = SnapshotFolder.open(out).verifyFiles();
        assertThat(snapshot.manifest().snapshotId())
                .isEqualTo(summary.path("snapshotId").asText());
        assertThat(snapshot.examples(Split.TRAIN))
                .flatExtracting(SnapshotExample::messages)
                .extracting(SnapshotMessage::content)
                .noneMatch(text -> text.contains("@"));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(out.resolve("rejections.jsonl.gz")))) {
            assertThat(read(in)).singleElement().satisfies(rejection -> {
                assertThat(rejection.path("conversation").asText()).isEqualTo("c-100");
                assertThat(rejection.path("reason").asText()).isEqualTo("too-short");
                assertThat(rejection.path("figures").path("answerChars").asInt())
                        .isEqualTo(3);
            });
        }
        try (InputStream in = Files.newInputStream(out.resolve("bad-lines.jsonl"))) {
            assertThat(read(in))
                    .extracting(bad -> bad.path("line").asInt())
                    .containsExactly(CUSTOMERS + 2, CUSTOMERS + 3);
        }
        try (Stream<Path> left = Files.list(out)) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().endsWith(".tmp"));
        }
    }

    @Test
    void shouldMakeTheSameSnapshotWhateverTheOrderOfTheLines() throws IOException {
        // Given
        lines.removeIf(line -> line.contains("A second line"));
        String first = curate(folder.resolve("first")).path("snapshotId").asText();
        Collections.shuffle(lines, new Random(7));

        // When
        String second = curate(folder.resolve("second")).path("snapshotId").asText();

        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void shouldTellWhatAnotherPolicyChanges() throws IOException {
        // Given
        Path before = folder.resolve("before");
        Path after = folder.resolve("after");
        curate(before);
        config = writeConfig("{quality: {boilerplate: [you can reach us], maxBoilerplate: 0.1}, minAnswerChars: 1}");
        curate(after);

        // When
        JsonNode diff = json("snapshots", "diff", before.toString(), after.toString());

        // Then
        assertThat(diff.path("settings").path("policy.minAnswerChars"))
                .hasToString("{\"before\":\"20\",\"after\":\"1\"}");
        assertThat(diff.path("figures").path("counts.excluded").path("after").asText())
                .isEqualTo("0");
        assertThat(diff.path("removed")).hasSize(CUSTOMERS);
        assertThat(diff.path("added")).hasSize(1);
        assertThat(diff.path("changed")).isEmpty();
    }

    @Test
    void shouldSayThatTheFileIsNotThere() {
        RecordedTerminal recorded = RecordedTerminal.plain();

        int exit = Millrace.run(
                recorded.terminal(),
                "curate",
                "chats",
                folder.resolve("none.jsonl").toString(),
                "--domain",
                "retail",
                "--config",
                config.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(exit).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(recorded.err()).contains("none.jsonl cannot be read");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void shouldFailWhenMoreLinesAreBadThanAllowed() throws IOException {
        // Given
        RecordedTerminal recorded = RecordedTerminal.plain();
        Path out = folder.resolve("out");

        // When
        int exit = Millrace.run(
                recorded.terminal(),
                "curate",
                "chats",
                writeLines().toString(),
                "--domain",
                "retail",
                "--config",
                config.toString(),
                "--out",
                out.toString());

        // Then
        assertThat(exit).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(recorded.err()).contains("2 of 64 lines are bad; expected at most 1.0 %");
        assertThat(out.resolve("bad-lines.jsonl")).isNotEmptyFile();
    }
}
