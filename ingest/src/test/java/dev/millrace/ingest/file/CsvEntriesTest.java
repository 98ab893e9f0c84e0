package dev.millrace.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvEntriesTest {
    private static final ColumnMapping MAPPING = ColumnMapping.parse(List.of("question=q", "answer=a"));

    @Test
    void shouldReadEveryMappedFieldWhenARowHasThemAll() throws Exception {
        // When
        List<Entry> entries = read(
                ColumnMapping.parse(
                        List.of("question=q", "answer=a", "subject=s", "id=i", "time=t", "rating=r", "tags=g")),
                "i,q,a,s,t,r,g\n7,Where?,Here.,ada,2024-05-01 10:00:00,4,\"x; y|z\"\n");

        // Then
        ImportedConversation conversation = ((Entry.Read) entries.get(0)).conversation();
        assertThat(conversation.id()).isEqualTo("7");
        assertThat(conversation.subject()).isEqualTo("ada");
        assertThat(conversation.rating()).isEqualTo(4);
        assertThat(conversation.tags()).containsExactly("x", "y", "z");
        assertThat(conversation.start()).contains(Instant.parse("2024-05-01T10:00:00Z"));
        assertThat(conversation.messages()).extracting(ImportedMessage::text).containsExactly("Where?", "Here.");
    }

    @Test
    void shouldTakeColumnsNamedLikeTheFieldsWhenNothingIsMapped() throws Exception {
        // When
        List<Entry> entries = read(new ColumnMapping(java.util.Map.of()), "\uFEFFquestion,answer\r\na,b\r\n");

        // Then
        assertThat(((Entry.Read) entries.get(0)).conversation().isAnswered()).isTrue();
    }

    @Test
    void shouldKeepQuotesCommasAndLinesWhenACellIsQuoted() throws Exception {
        // When
        List<Entry> entries = read(MAPPING, "q,a\n\"a \"\"b\"\", c\nd\",e\n5\" screen,\"\"\n\nlast,f\n");

        // Then
        assertThat(texts(entries)).containsExactly("a \"b\", c\nd", "5\" screen", "last");
        assertThat(entries).extracting(Entry::line).containsExactly(2L, 4L, 6L);
        assertThat(((Entry.Read) entries.get(1)).conversation().isAnswered()).isFalse();
    }

    @Test
    void shouldLoseOneLineOnlyWhenAQuoteIsNeverClosed() throws Exception {
        // When
        List<Entry> entries = read(MAPPING, "q,a\nx,\"open\nb,c\nd,e\n");

        // Then
        assertThat(entries.get(0)).isEqualTo(new Entry.Bad(2, "opens a quote that is not closed"));
        assertThat(texts(entries.subList(1, 3))).containsExactly("b", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b,c", "only", "\"a\"b,c", ",answer without question", "a,b\uFFFF"})
    void shouldGoOnWhenALineIsBad(String line) throws Exception {
        // Given
        byte[] bytes = ("q,a\n" + line + "\ngood,b\n").getBytes(UTF_8);
        if (line.endsWith("\uFFFF")) {
            bytes[7] = (byte) 0xC0;
        }

        // When
        List<Entry> entries = read(MAPPING, bytes);

        // Then
        assertThat(entries.get(0)).isInstanceOf(Entry.Bad.class);
        assertThat(entries.get(0).line()).isEqualTo(2);
        assertThat(texts(entries.subList(entries.size() - 1, entries.size()))).containsExactly("good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "6", "4.5", "good", "NaN"})
    void shouldCallTheLineBadWhenARatingIsNone(String rating) throws Exception {
        // When
        List<Entry> entries = read(ColumnMapping.parse(List.of("question=q", "rating=r")), "q,r\nx," + rating + "\n");

        // Then
        assertThat(((Entry.Bad) entries.get(0)).reason()).startsWith("rating is not a whole number from 1 to 5");
    }

    @Test
    void shouldCallARatingUnknownWhenItsCellIsEmpty() throws Exception {
        // When
        List<Entry> entries = read(ColumnMapping.parse(List.of("question=q", "rating=r")), "q,r\nx,\ny,5.0\n");

        // Then
        assertThat(((Entry.Read) entries.get(0)).conversation().rating()).isNull();
        assertThat(((Entry.Read) entries.get(1)).conversation().rating()).isEqualTo(5);
    }

    @Test
    void shouldSayWhatIsMissingWhenTheMappingDoesNotFit() {
        assertThatThrownBy(() -> read(MAPPING, "x,y\n1,2\n")).hasMessage("the file has no column 'q'; it has x, y");
        assertThatThrownBy(() -> read(MAPPING, "q,q,a\n")).hasMessageContaining("two columns 'q'");
        assertThatThrownBy(() -> read(MAPPING, "")).hasMessageContaining("no header line");
        assertThatThrownBy(() -> read(ColumnMapping.parse(List.of("answer=a")), "a\n"))
                .hasMessageContaining("no column is mapped to 'question'");
        assertThatThrownBy(() -> ColumnMapping.parse(List.of("frage=q")))
                .hasMessageContaining("expected one of question");
        assertThatThrownBy(() -> ColumnMapping.parse(List.of("question"))).hasMessageContaining("such as question=");
        assertThatThrownBy(() -> ColumnMapping.parse(List.of("question=a", "question=b")))
                .hasMessageContaining("twice");
    }

    private static List<String> texts(List<Entry> entries) {
        return entries.stream()
                .map(entry ->
                        ((Entry.Read) entry).conversation().messages().get(0).text())
                .toList();
    }

    private static List<Entry> read(ColumnMapping mapping, String text) throws IOException {
        return read(mapping, text.getBytes(UTF_8));
    }

    private static List<Entry> read(ColumnMapping mapping, byte[] bytes) throws IOException {
        Entries entries = new CsvEntries(new Lines(new ByteArrayInputStream(bytes), 1000), mapping);
        List<Entry> all = new ArrayList<>();
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            all.add(entry);
        }
        return all;
    }
}
