package dev.millrace.curation.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.artifacts.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file beside the examples that a cut follows from, such as one of a protected set.
 *
 * @param sha256 of its bytes
 */
record ProtectedFile(String name, String sha256) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Hands every text of a file to the collector. */
    static ProtectedFile read(Path path, RunCollector runs) {
        String name = String.valueOf(path.getFileName());
        try (BufferedReader lines = open(path, name)) {
            if (name.endsWith(".jsonl") || name.endsWith(".jsonl.gz")) {
                readJson(path, lines, runs);
            } else {
                readText(lines, runs);
            }
            return new ProtectedFile(name, Sha256.file(path));
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.BAD_INPUT,
                    "the protected set %s cannot be read (%s); without it nothing is cut. Put it there, or take it out of similarity.protectedSets"
                            .formatted(path, e),
                    e);
        }
    }

    private static BufferedReader open(Path path, String name) throws IOException {
        InputStream bytes = Files.newInputStream(path);
        try {
            InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
            return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private static void readJson(Path path, BufferedReader lines, RunCollector runs) throws IOException {
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            try (JsonParser json = JSON.createParser(line)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token == JsonToken.VALUE_STRING) {
                        runs.add(json.getText());
                    }
                }
            } catch (JsonProcessingException e) {
                throw new UserError(
                        ExitCode.BAD_INPUT,
                        "line %d of the protected set %s is not JSON (%s); expected one JSON value a line. Mend it, or name the file otherwise to have it read as text"
                                .formatted(number, path, e.getOriginalMessage()),
                        e);
            }
        }
    }

    private static void readText(BufferedReader lines, RunCollector runs) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            runs.addLine(line);
        }
        runs.endLines();
    }
}
