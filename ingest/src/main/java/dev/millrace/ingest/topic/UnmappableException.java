package dev.millrace.ingest.topic;

import dev.millrace.ingest.event.Problem;
import dev.millrace.ingest.event.Problems;
import java.util.stream.Collectors;

/** A record of which no event can be made, however often it is tried. The message quotes no text of the record. */
final class UnmappableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnmappableException(String message) {
        super(message);
    }

    /** @param where what the problems are of */
    static UnmappableException of(String where, Problems problems) {
        return new UnmappableException(
                where + ": " + problems.list().stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }
}
