package dev.millrace.ingest.http;

import java.util.List;
import java.util.Map;

/** A request that gets an answer other than 202. Never quotes what the request said. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Map<String, Object>> problems;

    Refused(int status, String message) {
        this(status, message, List.of());
    }

    Refused(int status, String message, List<Map<String, Object>> problems) {
        super(message);
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    int status() {
        return status;
    }

    /** {@code error}, and for bad events {@code problems}: index, field, message. */
    Map<String, Object> body() {
        return problems.isEmpty()
                ? Map.of("error", String.valueOf(getMessage()))
                : Map.of("error", String.valueOf(getMessage()), "problems", problems);
    }
}
