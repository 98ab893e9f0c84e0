package dev.millrace.lm.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lm.format.FormatException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code added_tokens} of a tokenizer.json, read without holding its megabytes of vocabulary. */
final class AddedTokens {
    private static final JsonFactory JSON = new ObjectMapper().getFactory();

    private AddedTokens() {}

    static Map<String, Integer> special(Path file) {
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new FormatException(file + " holds no JSON object");
            }
            Map<String, Integer> special = new LinkedHashMap<>();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                if (key.equals("added_tokens")) {
                    collect(parser.readValueAsTree(), special);
                } else {
                    parser.skipChildren();
                }
            }
            return special;
        } catch (JsonProcessingException | CharConversionException e) {
            throw new FormatException(file + " is no valid JSON: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private static void collect(JsonNode tokens, Map<String, Integer> special) {
        for (JsonNode token : tokens) {
            if (token.path("special").asBoolean()) {
                special.put(token.path("content").asText(), token.path("id").asInt());
            }
        }
    }
}
