package dev.millrace.curation.snapshot;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes the folder of a snapshot. What is in it follows from the cut alone: no time, no machine, no offsets. */
final class SnapshotFiles {
    static final String MANIFEST = "manifest.json";
    static final String CARD = "README.md";

    private final Path folder;
    private final Cut cut;

    SnapshotFiles(Path folder, Cut cut) {
        this.folder = folder;
        this.cut = cut;
    }

    /** Writes every file; gives the SHA-256 of the manifest, which holds the hashes of the others. */
    String write(ExampleSet examples) throws IOException {
        Map<String, LinesFile.Written> lines = new TreeMap<>(writeSplits(examples));
        lines.put(SnapshotFolder.EXCLUDED, writeExcluded());
        String card = new DatasetCard(cut).text();
        Files.writeString(folder.resolve(CARD), card, StandardCharsets.UTF_8);
        String manifest = new ManifestJson(cut).text(lines, card);
        Files.writeString(folder.resolve(MANIFEST), manifest, StandardCharsets.UTF_8);
        return Sha256.text(manifest);
    }

    private Map<String, LinesFile.Written> writeSplits(ExampleSet examples) throws IOException {
        Map<Split, LinesFile> files = new EnumMap<>(Split.class);
        try {
            for (Split split : Split.values()) {
                files.put(split, new LinesFile(folder.resolve(split.file())));
            }
            cut.lines().forEach(examples, line -> write(line, files));
            Map<String, LinesFile.Written> written = new TreeMap<>();
            for (Map.Entry<Split, LinesFile> file : files.entrySet()) {
                written.put(file.getKey().file(), file.getValue().finish());
            }
            return written;
        } finally {
            for (LinesFile file : files.values()) {
                file.close();
            }
        }
    }

    private static void write(SnapshotLine line, Map<Split, LinesFile> files) {
        try {
            files.get(line.split()).write(line.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LinesFile.Written writeExcluded() throws IOException {
        try (LinesFile file = new LinesFile(folder.resolve(SnapshotFolder.EXCLUDED))) {
            for (Map.Entry<String, Exclusion> entry : cut.selection().excluded().entrySet()) {
                file.write(ExampleLine.ofExcluded(entry.getKey(), entry.getValue()));
            }
            return file.finish();
        }
    }
}
