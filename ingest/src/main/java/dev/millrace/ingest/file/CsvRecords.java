package dev.millrace.ingest.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Splits lines into CSV records (RFC 4180), each parsed by itself, so that a bad one costs its own line only: when a
 * quote is never closed, reading goes on at the line after the one that opened it.
 */
final class CsvRecords {
    private static final int MAX_LINES = 2_000;
    private static final int MAX_CHARACTERS = 4_000_000;

    private final Lines lines;
    private final Deque<Lines.Line> again = new ArrayDeque<>();

    /** One record: its cells, or why it has none. */
    record Cells(long line, List<String> cells, @Nullable String problem) {}

    CsvRecords(Lines lines) {
        this.lines = lines;
    }

    /** The next record, null at the end; empty lines between records are skipped. */
    @Nullable
    Cells next() throws IOException {
        Lines.Line first = take();
        while (first != null && first.text() != null && first.text().isEmpty()) {
            first = take();
        }
        if (first == null) {
            return null;
        }
        return first.text() == null ? bad(first, first.problem()) : record(first, first.text());
    }

    private Cells record(Lines.Line first, String start) throws IOException {
        QuoteScanner quotes = new QuoteScanner();
        StringBuilder record = new StringBuilder(start);
        List<Lines.Line> more = new ArrayList<>();
        quotes.scan(start);
        while (quotes.isOpen()) {
            Lines.Line next = take();
            if (next != null) {
                more.add(next);
            }
            if (next == null || next.text() == null || more.size() > MAX_LINES || record.length() > MAX_CHARACTERS) {
                return giveBack(first, more, "opens a quote that is not closed");
            }
            record.append('\n').append(next.text());
            quotes.scan("\n" + next.text());
        }
        List<String> cells = parse(record.toString());
        return cells == null
                ? giveBack(first, more, "is not CSV: text follows a closing quote")
                : new Cells(first.number(), cells, null);
    }

    private Cells giveBack(Lines.Line first, List<Lines.Line> more, String problem) {
        for (int i = more.size() - 1; i >= 0; i--) {
            again.addFirst(more.get(i));
        }
        return bad(first, problem);
    }

    private static Cells bad(Lines.Line line, @Nullable String problem) {
        return new Cells(line.number(), List.of(), problem);
    }

    private static @Nullable List<String> parse(String record) throws IOException {
        try (CSVParser parser = CSVParser.parse(record, CSVFormat.RFC4180)) {
            List<CSVRecord> records = parser.getRecords();
            return records.size() == 1 ? records.get(0).toList() : null;
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return null;
        }
    }

    private Lines.@Nullable Line take() throws IOException {
        return again.isEmpty() ? lines.next() : again.removeFirst();
    }
}
