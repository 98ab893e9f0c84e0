package dev.millrace.cli.redact;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.millrace.curation.rules.redaction.Redactor;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with placeholders in it, and what they stand for.
 *
 * @param line number of the line it came from, counted from 1
 * @param spans from left to right
 */
@JsonPropertyOrder({"line", "text", "spans"})
record RedactedLine(long line, String text, List<Span> spans) {

    /**
     * A piece that was replaced.
     *
     * @param type as counts name it, such as {@code email}
     * @param start index of its first character in the text as it was, in Unicode code points
     * @param end index after its last
     */
    @JsonPropertyOrder({"type", "start", "end"})
    record Span(String type, int start, int end) {}

    /** Redacts a text that is a conversation of its own. */
    static RedactedLine of(long line, String text, Redactor redactor) {
        List<Redactor.Found> found = new ArrayList<>();
        String redacted = redactor.redact(text, found::add);
        return new RedactedLine(line, redacted, spans(text, found));
    }

    private static List<Span> spans(String text, List<Redactor.Found> found) {
        List<Span> spans = new ArrayList<>(found.size());
        int counted = 0;
        int points = 0;
        for (Redactor.Found piece : found) {
            int start = points + text.codePointCount(counted, piece.start());
            points = start + text.codePointCount(piece.start(), piece.end());
            counted = piece.end();
            spans.add(new Span(piece.type().label(), start, points));
        }
        return spans;
    }
}
