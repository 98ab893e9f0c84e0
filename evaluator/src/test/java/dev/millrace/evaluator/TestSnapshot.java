package dev.millrace.evaluator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.SnapshotManifest;
import dev.millrace.runtime.snapshots.Split;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Writes small snapshot folders as curation does. */
public final class TestSnapshot {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestSnapshot() {}

    /** One question and its answer. */
    public record Chat(String subject, String question, String answer) {
        String line() throws IOException {
            return JSON.writeValueAsString(Map.of(
                    "id",
                    Sha256.text(subject + question + answer),
                    "subject",
                    subject,
                    "messages",
                    List.of(
                            Map.of("role", "user", "content", question),
                            Map.of("role", "assistant", "content", answer))));
        }
    }

    /** Questions about the numbers from {@code first} on; every customer asks two. */
    public static List<Chat> numbers(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i ->
                        new Chat("s_" + i / 2, "What comes after " + i + "?", "After " + i + " comes " + (i + 1) + "."))
                .toList();
    }

    /** 60 numbers to train on, 4 to stop by, 12 of 6 customers to judge by. */
    public static SnapshotFolder write(Path folder) throws IOException {
        return write(folder, "known", numbers(0, 60), numbers(60, 4), numbers(64, 12));
    }

    public static SnapshotFolder write(
            Path folder, String subjects, List<Chat> train, List<Chat> validation, List<Chat> holdout)
            throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> files = new LinkedHashMap<>();
        split(folder, Split.TRAIN, train, files);
        split(folder, Split.VALIDATION, validation, files);
        split(folder, Split.HOLDOUT, holdout, files);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", SnapshotManifest.FORMAT);
        manifest.put("snapshotId", folder.getFileName().toString());
        manifest.put("domain", "numbers");
        manifest.put("policyHash", "0".repeat(64));
        manifest.put("subjects", subjects);
        manifest.put("counts", Map.of("train", train.size(), "holdout", holdout.size()));
        manifest.put("files", files);
        Files.write(folder.resolve("manifest.json"), JSON.writeValueAsBytes(manifest));
        return SnapshotFolder.open(folder);
    }

    private static void split(Path folder, Split split, List<Chat> chats, Map<String, Object> files)
            throws IOException {
        Path file = folder.resolve(split.file());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (Chat chat : chats) {
                out.write((chat.line() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        files.put(split.file(), Map.of("sha256", Sha256.file(file), "bytes", Files.size(file)));
    }
}
