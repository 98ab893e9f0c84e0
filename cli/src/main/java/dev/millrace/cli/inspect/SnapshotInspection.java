package dev.millrace.cli.inspect;

import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.SnapshotManifest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A snapshot of training data. */
final class SnapshotInspection {
    private SnapshotInspection() {}

    static Inspection of(Path folder) {
        SnapshotFolder snapshot = SnapshotFolder.open(folder);
        SnapshotManifest manifest = snapshot.manifest();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", manifest.format());
        facts.put("snapshotId", manifest.snapshotId());
        facts.put("domain", manifest.domain());
        facts.put("sha256", snapshot.sha256());
        facts.put("counts", manifest.counts());
        manifest.files().forEach((name, entry) -> facts.put(name, entry.bytes() + " bytes"));
        return new Inspection("snapshot", facts, List.of());
    }
}
