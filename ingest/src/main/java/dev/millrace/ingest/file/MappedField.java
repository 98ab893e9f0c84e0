package dev.millrace.ingest.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a column of a CSV file can hold. */
public enum MappedField {
    /** What the customer wrote; the one field that must be mapped. */
    QUESTION,
    /** What the agent answered; a row with an answer counts as resolved. */
    ANSWER,
    /** The customer. */
    SUBJECT,
    /** Id of the ticket or chat, unique within the file. */
    ID,
    /** When the customer wrote. */
    TIME,
    /** From 1 (worst) to 5 (best). */
    RATING,
    /** Tags or intents, separated by comma, semicolon or bar. */
    TAGS;

    /** As it stands in a mapping. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MappedField of(String label) {
        return Arrays.stream(values())
                .filter(field -> field.label().equals(label))
                .findFirst()
                .orElseThrow(() -> Refusal.usage("the mapping names '" + label + "'; expected one of "
                        + Arrays.stream(values()).map(MappedField::label).collect(Collectors.joining(", "))));
    }
}
