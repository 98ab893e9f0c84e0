package dev.millrace.ingest.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.ingest.event.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of JSON lines, plain, gzip or Zstandard, each an object with the string {@code text}; other fields are passed over.
 * A file may be of any size, a line up to 4 MiB. For one thread; the caller closes it.
 */
public final class TextReader implements AutoCloseable {
    private static final ObjectMapper JSON = StrictJson.mapper(64);

    private final Path file;
    private final InputFile input;
    private final Lines lines;

    private TextReader(Path file, InputFile input) {
        this.file = file;
        this.input = input;
        this.lines = new Lines(input.content(), ConversationReader.MAX_LINE_BYTES);
    }

    /**
     * A text, or a line that has none.
     *
     * @param number of the line, counted from 1
     * @param text null where there is a reason
     * @param reason why it cannot be used, quoting nothing of the line
     */
    public record Line(
            long number, @Nullable String text, @Nullable String reason) {}

    public static TextReader open(Path file) throws IOException {
        return new TextReader(file, InputFile.open(file));
    }

    /**
     * The next line that is not blank; null at the end.
     *
     * @throws dev.millrace.runtime.UserError if the file cannot be read to its end
     */
    public @Nullable Line next() {
        try {
            Lines.Line line = lines.next();
            while (line != null && line.text() != null && line.text().isBlank()) {
                line = lines.next();
            }
            return line == null ? null : read(line);
        } catch (IOException e) {
            throw Refusal.badInput(file + " cannot be read to its end: " + e.getMessage(), e);
        }
    }

    private static Line read(Lines.Line line) {
        String json = line.text();
        return json == null ? bad(line, String.valueOf(line.problem())) : parse(line, json);
    }

    private static Line parse(Lines.Line line, String json) {
        try {
            JsonNode text = JSON.readTree(json).path("text");
            return text.isTextual()
                    ? new Line(line.number(), text.textValue(), null)
                    : bad(line, "has no string 'text'; expected an object such as {\"text\": \"...\"}");
        } catch (JsonProcessingException e) {
            return bad(line, "is not JSON: " + StrictJson.explain(e));
        }
    }

    private static Line bad(Lines.Line line, String reason) {
        return new Line(line.number(), null, reason);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
