package dev.millrace.ingest.event;

/**
 * One reason to refuse an event.
 *
 * @param field path of the field, such as {@code event.tags[2]}; empty for the event as a whole
 * @param message what was found and what was expected; never quotes a text of the event
 */
public record Problem(String field, String message) {

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + " " + message;
    }
}
