package dev.millrace.curation.rules.redaction;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A packed file of RFC 4180, whole in memory. */
final class CsvTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private List<String> row = new ArrayList<>();
    private boolean quoted;

    private CsvTable() {}

    static List<List<String>> read(Path file) throws IOException {
        CsvTable table = new CsvTable();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).chars().forEach(c -> table.take((char) c));
        }
        return table.rows;
    }

    /** A quote within quotes is written twice, which opens them again. */
    private void take(char c) {
        if (c == '"') {
            if (!quoted && field.length() > 0) {
                field.append(c);
            }
            quoted = !quoted;
        } else if (!quoted && (c == ',' || c == '\n')) {
            row.add(field.toString());
            field.setLength(0);
            if (c == '\n') {
                rows.add(row);
                row = new ArrayList<>();
            }
        } else if (c != '\r' || quoted) {
            field.append(c);
        }
    }
}
