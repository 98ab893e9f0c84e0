package dev.millrace.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.http.IngestPlatform;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.TicketResolved;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImportIT {
    private static final ColumnMapping MAPPING = ColumnMapping.parse(List.of("question=q", "answer=a"));

    @TempDir
    static Path directory;

    private static IngestPlatform platform;

    @BeforeAll
    static void connect() throws Exception {
        platform = IngestPlatform.shared(directory);
    }

    @Test
    void shouldGiveTheSameEventsWhenAFileIsImportedAgainShuffledAndCompressed() throws Exception {
        // Given
        Path plain = Files.writeString(directory.resolve("twice.csv"), "q,a\nx,1\ny,2\nx,1\nz,\n");
        Path packed = directory.resolve("twice.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("q,a\nz,\nx,1\nx,1\ny,2\n".getBytes(UTF_8));
        }

        // When
        ImportProgress first = tickets(plain, "twice", 0);
        List<Event<TicketEvent>> once = platform.events(Topics.TICKETS, "twice");
        tickets(packed, "twice", 0);
        List<Event<TicketEvent>> both = platform.events(Topics.TICKETS, "twice");

        // Then
        assertThat(first.rows()).isEqualTo(4);
        assertThat(first.conversations()).isEqualTo(4);
        assertThat(first.events()).isEqualTo(10).isEqualTo(once.size());
        assertThat(both).hasSize(20);
        assertThat(contents(both.subList(0, 20))).isEqualTo(contents(once)).hasSize(10);
        assertThat(once).extracting(event -> event.value().getSubjectKnown()).containsOnly(false);
        assertThat(once)
                .filteredOn(event -> event.value().getEvent() instanceof TicketResolved)
                .hasSize(3);
    }

    @Test
    void shouldNotWriteTheConversationsOfAPersonWhoAskedToBeForgotten() throws Exception {
        // Given
        Path file = Files.writeString(
                directory.resolve("forget.jsonl"),
                line("one").replace("{\"id\"", "{\"subject\": \"eve\", \"id\"") + line("two"));
        Pseudonymizer pseudonymizer =
                Pseudonymizer.load(platform.context().config().state().installationKeyFile());
        platform.forget("forget", pseudonymizer.pseudonym("eve"));

        // When
        ImportProgress done = FileImport.run(
                platform.context(), options(file, EventKind.TICKETS, "forget", FileFormat.JSONL, 0), progress -> {});

        // Then
        assertThat(done.suppressed()).isEqualTo(3);
        assertThat(done.events()).isEqualTo(3);
        assertThat(platform.events(Topics.TICKETS, "forget"))
                .extracting(event -> event.value().getTicketId())
                .containsOnly("two");
    }

    @Test
    void shouldReportBadLinesAndGoOnWhenTheyAreFew() throws Exception {
        // Given
        Path file = directory.resolve("few.jsonl.zst");
        try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(file))) {
            out.write((line("a") + "not json\n" + line("b")).getBytes(UTF_8));
        }
        List<ImportProgress> heard = new ArrayList<>();

        // When
        ImportProgress done = FileImport.run(
                platform.context(), options(file, EventKind.CHATS, "few", FileFormat.JSONL, 0.5), heard::add);

        // Then
        assertThat(done.rows()).isEqualTo(3);
        assertThat(done.bad()).isEqualTo(1);
        assertThat(done.events()).isEqualTo(6);
        assertThat(done.bytes()).isEqualTo(done.totalBytes()).isEqualTo(Files.size(file));
        assertThat(heard).last().isEqualTo(done);
        assertThat(Files.readString(report(file)))
                .isEqualTo("{\"line\":2,\"reason\":\"is not JSON: syntax error at line 1, column 1\"}\n");
        assertThat(platform.events(Topics.CHATS, "few")).hasSize(6);
    }

    @Test
    void shouldStopWhenMoreLinesAreBadThanAllowed() throws Exception {
        // Given
        String rows = IntStream.range(0, 200)
                .mapToObj(i -> i % 10 == 0 ? ",x" : i + ",x")
                .collect(Collectors.joining("\n"));
        Path file = Files.writeString(directory.resolve("bad.csv"), "q,a\n" + rows + "\n");

        // When / Then
        assertThatThrownBy(() -> tickets(file, "bad", 0.05))
                .hasMessageContaining("11 of 101 lines cannot be used, more than the allowed 5.0 %");
        assertThat(Files.readAllLines(report(file)))
                .hasSize(11)
                .first()
                .asString()
                .contains("\"line\":2", "question is empty");
    }

    @Test
    void shouldSayWhatToDoWhenAFileIsDamagedOrMissing() throws Exception {
        // Given
        Path file = directory.resolve("cut.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("q,a\nx,1\n".repeat(100).getBytes(UTF_8));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 12));

        // When / Then
        assertThatThrownBy(() -> tickets(file, "cut", 0)).hasMessageContaining("cannot be read to its end");
        assertThatThrownBy(() -> tickets(directory.resolve("none.csv"), "cut", 0))
                .hasMessageContaining("cannot be read");
        assertThat(platform.events(Topics.TICKETS, "cut")).isEmpty();
    }

    @Test
    void shouldAccountForEveryRowWhenAPublicDataSetIsImported() throws Exception {
        // Given
        Path file =
                Path.of(System.getProperty("millrace.root"), "../shared/data/bitext/bitext_support_4514_long.csv.gz");
        Assumptions.assumeTrue(Files.exists(file), "SKIPPED: the Bitext data set is not on this machine: " + file);
        ColumnMapping mapping = ColumnMapping.parse(List.of("question=instruction", "answer=response", "tags=intent"));

        // When
        ImportProgress done = FileImport.run(
                platform.context(),
                new ImportOptions(
                        file,
                        EventKind.TICKETS,
                        new Origin("bitext", "import"),
                        FileFormat.CSV,
                        mapping,
                        0.01,
                        directory.resolve("bitext.bad.jsonl")),
                progress -> {});

        // Then
        assertThat(done.rows()).isEqualTo(4514);
        assertThat(done.conversations() + done.bad()).isEqualTo(4514);
        assertThat(platform.events(Topics.TICKETS, "bitext"))
                .hasSize((int) done.events())
                .extracting(Event::key)
                .satisfies(keys -> assertThat(new java.util.HashSet<>(keys)).hasSize((int) done.conversations()));
    }

    /** What matters of events beside the time of their arrival. */
    private static java.util.Set<String> contents(List<Event<TicketEvent>> events) {
        return events.stream()
                .map(event -> event.value().getEventId()
                        + event.value().getOccurredAt()
                        + event.value().getSubject()
                        + event.value().getEvent())
                .collect(Collectors.toSet());
    }

    private static String line(String id) {
        return "{\"id\": \"" + id + "\", \"messages\": [{\"role\": \"user\", \"text\": \"q\"},"
                + " {\"role\": \"agent\", \"text\": \"a\"}]}\n";
    }

    private static ImportProgress tickets(Path file, String domain, double maxBad) {
        return FileImport.run(
                platform.context(), options(file, EventKind.TICKETS, domain, FileFormat.CSV, maxBad), progress -> {});
    }

    private static ImportOptions options(
            Path file, EventKind<?> kind, String domain, FileFormat format, double maxBad) {
        return new ImportOptions(file, kind, new Origin(domain, "import"), format, MAPPING, maxBad, report(file));
    }

    private static Path report(Path file) {
        return file.resolveSibling(file.getFileName() + ".bad.jsonl");
    }
}
