package dev.millrace.cli.curate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.curation.rules.Policy;
import dev.millrace.curation.rules.redaction.PersonNames;
import dev.millrace.curation.rules.redaction.Redactor;
import dev.millrace.ingest.file.JsonObjects;
import dev.millrace.runtime.config.PolicyConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Redacts the field {@code text} of each line of a file as a policy has it. Each line is a conversation of its own: its placeholders
 * begin anew, and the names are those of its salutations and signatures and of the policy. For one run.
 */
public final class FileRedaction {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = "text";

    private final PolicyConfig config;
    private final Policy policy;
    private final Map<String, Long> counts = new TreeMap<>();
    private long rows;
    private long bad;

    public FileRedaction(PolicyConfig config) {
        this.config = config;
        this.policy = Policy.of(config);
    }

    /**
     * What was done.
     *
     * @param rows lines that are not blank, bad ones included
     * @param bad lines that cannot be used
     * @param replaced pieces of text by type
     */
    public record Summary(long rows, long bad, Map<String, Long> replaced) {}

    /** @param badLine hears of each line that cannot be used: its number, and why */
    public Summary run(Path file, PrintWriter out, BiConsumer<Long, String> badLine) throws IOException {
        try (JsonObjects lines = JsonObjects.open(file)) {
            for (JsonObjects.@Nullable Line line = lines.next(); line != null; line = lines.next()) {
                rows++;
                String problem = line.problem();
                ObjectNode object = line.object();
                if (object != null && !object.path(TEXT).isTextual()) {
                    problem = "has no field 'text' with a text";
                }
                if (problem != null || object == null) {
                    bad++;
                    badLine.accept(line.number(), String.valueOf(problem));
                } else {
                    out.println(JSON.writeValueAsString(redacted(object)));
                }
            }
        }
        out.flush();
        return new Summary(rows, bad, counts);
    }

    private JsonNode redacted(ObjectNode object) {
        String text = object.path(TEXT).textValue();
        Set<String> names = PersonNames.in(List.of(text));
        names.addAll(config.redaction().dictionary());
        ArrayNode spans = JSON.createArrayNode();
        String redacted = new Redactor(names, config.phoneRegion(), policy.redacted()).redact(text, found -> {
            String type = found.type().label();
            counts.merge(type, 1L, Long::sum);
            spans.addObject()
                    .put("type", type)
                    .put("start", text.codePointCount(0, found.start()))
                    .put("end", text.codePointCount(0, found.end()));
        });
        return object.put(TEXT, redacted).set("spans", spans);
    }
}
