package dev.millrace.cli.curate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A file of JSON objects, one a line. The caller closes it. */
final class JsonLines implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedWriter out;

    private JsonLines(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    static JsonLines plain(Path file) throws IOException {
        return new JsonLines(Files.newOutputStream(file));
    }

    static JsonLines gzip(Path file) throws IOException {
        return new JsonLines(new GZIPOutputStream(Files.newOutputStream(file)));
    }

    /** Fields in the order of the map. */
    void write(Map<String, Object> fields) throws IOException {
        out.write(JSON.writeValueAsString(fields));
        out.write('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
