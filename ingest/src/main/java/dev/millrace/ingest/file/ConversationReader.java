package dev.millrace.ingest.file;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of conversations, read line by line: each is the events of one conversation, or cannot be used. A file may be of any
 * size; besides a line, 16 bytes for each conversation are in memory. For one thread; the caller closes it.
 */
public final class ConversationReader implements AutoCloseable {
    static final int MAX_LINE_BYTES = 4 << 20;

    private final InputFile input;
    private final Entries entries;
    private final ConversationCheck check;

    private ConversationReader(InputFile input, Entries entries, ConversationCheck check) {
        this.input = input;
        this.entries = entries;
        this.check = check;
    }

    /**
     * A conversation, or a line that cannot be used.
     *
     * @param number of the line it begins at, counted from 1
     * @param drafts its events in order; none where there is a reason
     * @param reason why it cannot be used, quoting no text of the file
     */
    public record Line(long number, List<EventDraft> drafts, Optional<String> reason) {}

    /**
     * Opens a file.
     *
     * @param mapping which column of a CSV file holds what
     * @param rules for the events
     * @param fileTime when conversations began that have no time of their own
     */
    public static ConversationReader open(
            Path file, FileFormat format, ColumnMapping mapping, EventKind<?> kind, DraftRules rules, Instant fileTime)
            throws IOException {
        InputFile input = InputFile.open(file);
        try {
            return new ConversationReader(
                    input, entries(input, format, mapping), new ConversationCheck(kind, rules, fileTime));
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    /** What stands in an open file, not checked yet. */
    static Entries entries(InputFile input, FileFormat format, ColumnMapping mapping) throws IOException {
        Lines lines = new Lines(input.content(), MAX_LINE_BYTES);
        return format == FileFormat.CSV ? new CsvEntries(lines, mapping) : new JsonlEntries(lines);
    }

    /** The next line; null at the end. */
    public @Nullable Line next() throws IOException {
        Entry entry = entries.next();
        if (entry == null) {
            return null;
        }
        ConversationCheck.Checked checked = entry instanceof Entry.Read read
                ? check.next(read.conversation())
                : ConversationCheck.Checked.bad(((Entry.Bad) entry).reason());
        List<EventDraft> drafts =
                checked.steps().stream().map(ConversationEvents.Step::draft).toList();
        return new Line(entry.line(), drafts, checked.reason());
    }

    /** How many bytes of the file itself were read. */
    public long bytesRead() {
        return input.bytesRead();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
