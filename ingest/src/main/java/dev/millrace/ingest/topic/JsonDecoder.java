package dev.millrace.ingest.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.ingest.event.StrictJson;
import java.io.IOException;

/** JSON as others write it, up to 40 levels deep; with Connect's schema around it or without. */
final class JsonDecoder implements ValueDecoder {
    private static final int DEPTH = 40;
    private static final ObjectMapper JSON = StrictJson.mapper(DEPTH);

    @Override
    public JsonNode decode(String topic, byte[] value) throws UnmappableException {
        try {
            JsonNode node = JSON.readTree(value);
            if (node.isMissingNode()) {
                throw new UnmappableException("the value is empty; expected JSON");
            }
            return ConnectSchema.payload(node);
        } catch (JsonProcessingException e) {
            throw new UnmappableException("the value is not JSON: " + StrictJson.explain(e));
        } catch (IOException e) {
            throw new UnmappableException("the value is not UTF-8");
        }
    }

    @Override
    public void close() {}
}
