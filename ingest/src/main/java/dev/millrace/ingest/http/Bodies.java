package dev.millrace.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.ingest.event.StrictJson;
import java.io.IOException;

/** Parses the bodies of requests. Thread-safe. */
final class Bodies {
    private static final int BAD_REQUEST = 400;

    private final ObjectMapper json;

    Bodies(ObjectMapper json) {
        this.json = json;
    }

    JsonNode parse(byte[] body) throws Refused {
        try {
            JsonNode node = json.readTree(body);
            if (node.isMissingNode()) {
                throw new Refused(BAD_REQUEST, "the body is empty; expected JSON");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new Refused(BAD_REQUEST, "the body is not JSON: " + StrictJson.explain(e));
        } catch (IOException e) {
            throw new Refused(BAD_REQUEST, "the body is not UTF-8");
        }
    }
}
