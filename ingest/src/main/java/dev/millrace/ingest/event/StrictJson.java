package dev.millrace.ingest.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON from outside: bounded in depth and in the length of names and numbers, no field twice, nothing after the value. */
public final class StrictJson {
    private static final int DEPTH = 8;
    private static final int NAME_LENGTH = 1_000;
    private static final int NUMBER_LENGTH = 50;

    private StrictJson() {}

    /** For events of our own making, which are flat. */
    public static ObjectMapper mapper() {
        return mapper(DEPTH);
    }

    /** For what others have designed. */
    public static ObjectMapper mapper(int depth) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxNameLength(NAME_LENGTH)
                        .maxNumberLength(NUMBER_LENGTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** What is wrong and where, in one line that quotes nothing of the text. */
    public static String explain(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return switch (e.getClass().getSimpleName()) {
            case "StreamConstraintsException" ->
                "nested deeper than is taken, or a name or number that is too long" + where;
            case "JsonEOFException" -> "it ends too early" + where;
            default ->
                e.getOriginalMessage().startsWith("Duplicate field")
                        ? "a field stands twice" + where
                        : "syntax error" + where;
        };
    }
}
