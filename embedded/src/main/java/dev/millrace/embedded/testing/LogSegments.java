package dev.millrace.embedded.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;

/** Searches the log segments of a broker's data directory for texts, decoded: keys and values of every record that lies there. */
public final class LogSegments {
    private LogSegments() {}

    /** Where any of the texts was found: topic partition and text. Files that go away meanwhile hold nothing. */
    public static List<String> holding(Path data, List<String> texts) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path segment : segments(data)) {
            try {
                search(segment, texts, found);
            } catch (NoSuchFileException e) {
                // Deleted by the broker.
            }
        }
        return found.stream().distinct().sorted().toList();
    }

    private static void search(Path segment, List<String> texts, List<String> found) throws IOException {
        FileRecords records = FileRecords.open(segment.toFile(), false);
        try {
            for (Record record : records.records()) {
                for (String text : texts) {
                    if (contains(record.key(), text) || contains(record.value(), text)) {
                        found.add(segment.getParent().getFileName() + "/" + segment.getFileName() + " " + text);
                    }
                }
            }
        } finally {
            records.closeHandlers(); // close() would cut the broker's file to the length that it had
        }
    }

    /** Those that a broker has only renamed, to delete them later, too. */
    private static List<Path> segments(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("\\d{20}\\.log(\\.deleted|\\.cleaned|\\.swap)?"))
                    .filter(file -> !file.getParent().getFileName().toString().startsWith("__cluster_metadata"))
                    .toList();
        }
    }

    private static boolean contains(@org.jspecify.annotations.Nullable ByteBuffer bytes, String text) {
        if (bytes == null) {
            return false;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return new String(copy, StandardCharsets.ISO_8859_1)
                .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }
}
