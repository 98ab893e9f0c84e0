package dev.millrace.ingest.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.ingest.event.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of JSON objects, one a line, plain, gzip or Zstandard. Blank lines are passed over. A file may be of any size. For one
 * thread; the caller closes it.
 */
public final class JsonObjects implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 4 << 20;
    private static final int DEPTH = 64;
    private static final ObjectMapper JSON = StrictJson.mapper(DEPTH);

    private final InputFile input;
    private final Lines lines;

    private JsonObjects(InputFile input, Lines lines) {
        this.input = input;
        this.lines = lines;
    }

    /**
     * A line.
     *
     * @param number counted from 1
     * @param object null where there is a problem
     * @param problem why there is no object, quoting no text; null where there is one
     */
    public record Line(
            long number,
            @Nullable ObjectNode object,
            @Nullable String problem) {}

    public static JsonObjects open(Path file) throws IOException {
        InputFile input = InputFile.open(file);
        return new JsonObjects(input, new Lines(input.content(), MAX_LINE_BYTES));
    }

    /** The next line that is not blank; null at the end. */
    public @Nullable Line next() throws IOException {
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            String text = line.text();
            if (text == null) {
                return new Line(line.number(), null, line.problem());
            }
            if (!text.isBlank()) {
                return parsed(line.number(), text);
            }
        }
        return null;
    }

    private static Line parsed(long number, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node instanceof ObjectNode object
                    ? new Line(number, object, null)
                    : new Line(number, null, "is not a JSON object");
        } catch (JsonProcessingException e) {
            return new Line(number, null, "is not JSON: " + StrictJson.explain(e));
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
