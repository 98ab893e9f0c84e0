package dev.millrace.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.artifacts.Sha256;
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
import java.util.zip.GZIPOutputStream;

/** A small snapshot folder as curation writes them: questions and answers about numbers. */
public record TestSnapshot(Path folder, String id, String sha256) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The model of the tests: Llama of 3 layers, hidden 64, in f32. */
    public static final String BASE_MODEL = "src/test/resources/base-model";

    public static TestSnapshot write(Path folder, String domain, int train, int validation) throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> files = new LinkedHashMap<>();
        split(folder, Split.TRAIN, 0, train, files);
        split(folder, Split.VALIDATION, train, validation, files);
        split(folder, Split.HOLDOUT, train + validation, 4, files);
        String id = Sha256.text(folder.toString());
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", SnapshotManifest.FORMAT);
        manifest.put("snapshotId", id);
        manifest.put("domain", domain);
        manifest.put("policyHash", "0".repeat(64));
        manifest.put("subjects", "known");
        manifest.put("counts", Map.of("train", train, "validation", validation, "holdout", 4));
        manifest.put("files", files);
        byte[] bytes = JSON.writeValueAsBytes(manifest);
        Files.write(folder.resolve("manifest.json"), bytes);
        return new TestSnapshot(folder, id, Sha256.bytes(bytes));
    }

    private static void split(Path folder, Split split, int first, int count, Map<String, Object> files)
            throws IOException {
        Path file = folder.resolve(split.file());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = first; i < first + count; i++) {
                out.write((JSON.writeValueAsString(example(i)) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        files.put(split.file(), Map.of("sha256", Sha256.file(file), "bytes", Files.size(file)));
    }

    private static Map<String, Object> example(int i) {
        return Map.of(
                "id",
                Sha256.text("example " + i),
                "subject",
                "s_" + i,
                "tags",
                List.of(),
                "messages",
                List.of(
                        Map.of("role", "user", "content", "What comes after " + i + "?"),
                        Map.of("role", "assistant", "content", "After " + i + " comes " + (i + 1) + ".")));
    }
}
