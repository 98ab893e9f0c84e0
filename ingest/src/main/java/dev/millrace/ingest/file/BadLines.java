package dev.millrace.ingest.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The report of lines that cannot be used: {@code {"line": 12, "reason": "…"}}, one a line. */
final class BadLines implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedWriter out;
    private long count;

    BadLines(Path report) throws IOException {
        Path folder = report.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        out = Files.newBufferedWriter(report);
    }

    void add(long line, String reason) throws IOException {
        count++;
        Map<String, Object> bad = new LinkedHashMap<>();
        bad.put("line", line);
        bad.put("reason", reason);
        out.write(JSON.writeValueAsString(bad));
        out.newLine();
    }

    long count() {
        return count;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
