package dev.millrace.ingest.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.Problems;
import java.time.Instant;

/** A system whose requests are understood: how it signs them and what they say. Thread-safe. */
interface Vendor {

    Signature signature();

    /**
     * What a request says. The ids of its events are made of the vendor's ids of messages and events, or of a hash of the
     * body, so that a request sent again tells of the same events.
     *
     * @param body any JSON value, whose sender is known but whose shape is not
     * @param now the time of arrival, for vendors that tell none
     * @param problems gets what makes the request unusable; what is returned is worth nothing then
     */
    Reading read(JsonNode body, Instant now, Problems problems);
}
