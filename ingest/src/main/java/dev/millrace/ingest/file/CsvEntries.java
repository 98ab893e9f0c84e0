package dev.millrace.ingest.file;

import dev.millrace.schemas.event.Author;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a CSV file as conversations: a question, and an answer if there is one. */
final class CsvEntries implements Entries {
    private static final double WHOLE = 1.0;

    private final CsvRecords records;
    private final Map<MappedField, Integer> positions;
    private final int columns;

    CsvEntries(Lines lines, ColumnMapping mapping) throws IOException {
        records = new CsvRecords(lines);
        CsvRecords.Cells header = records.next();
        if (header == null || header.problem() != null) {
            throw Refusal.usage("the file has no header line; expected the names of its columns");
        }
        List<String> names = header.cells().stream().map(String::strip).toList();
        positions = mapping.positions(names);
        columns = names.size();
    }

    @Override
    public @Nullable Entry next() throws IOException {
        CsvRecords.Cells row = records.next();
        return row == null ? null : entry(row);
    }

    private Entry entry(CsvRecords.Cells row) {
        if (row.problem() != null) {
            return new Entry.Bad(row.line(), row.problem());
        }
        if (row.cells().size() != columns) {
            return new Entry.Bad(
                    row.line(), "has " + row.cells().size() + " columns; expected " + columns + " as in the header");
        }
        try {
            return new Entry.Read(row.line(), conversation(row.cells()));
        } catch (BadCellException e) {
            return new Entry.Bad(row.line(), e.getMessage());
        }
    }

    private ImportedConversation conversation(List<String> cells) throws BadCellException {
        String question = cell(cells, MappedField.QUESTION);
        if (question == null) {
            throw new BadCellException(MappedField.QUESTION, "is empty; expected text");
        }
        String answer = cell(cells, MappedField.ANSWER);
        List<ImportedMessage> messages = new ArrayList<>();
        messages.add(new ImportedMessage("question", Author.CUSTOMER, question, time(cells), false));
        if (answer != null) {
            messages.add(new ImportedMessage("answer", Author.AGENT, answer, null, false));
        }
        return new ImportedConversation(
                cell(cells, MappedField.ID),
                cell(cells, MappedField.SUBJECT),
                messages,
                rating(cells),
                tags(cell(cells, MappedField.TAGS)));
    }

    /** Text of a mapped cell; null where nothing is mapped or the cell is blank. */
    private @Nullable String cell(List<String> cells, MappedField field) {
        Integer position = positions.get(field);
        return position == null || cells.get(position).isBlank()
                ? null
                : cells.get(position).strip();
    }

    private @Nullable Instant time(List<String> cells) throws BadCellException {
        String text = cell(cells, MappedField.TIME);
        if (text == null && positions.containsKey(MappedField.TIME)) {
            throw new BadCellException(MappedField.TIME, "is empty; " + TimeText.EXPECTED);
        }
        return text == null
                ? null
                : TimeText.parse(text)
                        .orElseThrow(
                                () -> new BadCellException(MappedField.TIME, "is not a time; " + TimeText.EXPECTED));
    }

    private @Nullable Integer rating(List<String> cells) throws BadCellException {
        String text = cell(cells, MappedField.RATING);
        if (text == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(text);
            if (number % WHOLE == 0 && number >= 1 && number <= 5) {
                return (int) number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw new BadCellException(
                MappedField.RATING, "is not a whole number from 1 to 5; leave it empty where nobody rated");
    }

    private static List<String> tags(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split("[,;|]"))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .toList();
    }

    /** A cell of a row that cannot be used. */
    private static final class BadCellException extends Exception {
        private static final long serialVersionUID = 1L;

        BadCellException(MappedField field, String message) {
            super(field.label() + " " + message);
        }
    }
}
