package dev.millrace.trainer.training;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.snapshots.DamagedSnapshotException;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.SnapshotManifest.FileEntry;
import dev.millrace.runtime.snapshots.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What training may see of a snapshot: the train and the validation split, checked against their hashes. The holdout is the
 * evaluator's, so its file is not opened here, not even for its hash.
 */
record TrainingSnapshot(Path train, Path validation, String id, String sha256) {

    /**
     * Checks a folder.
     *
     * @param expectedSha256 of the manifest, as the snapshot's event has it; null where there is no event
     */
    static TrainingSnapshot open(Path folder, @Nullable String expectedSha256) throws IOException {
        if (!Files.isRegularFile(folder.resolve("manifest.json"))) {
            throw new TrainingFailedException(
                    FailureCode.SNAPSHOT_MISSING, folder + " holds no manifest.json; expected a snapshot's folder");
        }
        SnapshotFolder snapshot = read(folder);
        if (expectedSha256 != null && !snapshot.sha256().equals(expectedSha256)) {
            throw mismatch(folder.resolve("manifest.json"), snapshot.sha256(), expectedSha256);
        }
        return new TrainingSnapshot(
                verified(snapshot, Split.TRAIN),
                verified(snapshot, Split.VALIDATION),
                snapshot.manifest().snapshotId(),
                snapshot.sha256());
    }

    private static SnapshotFolder read(Path folder) {
        try {
            return SnapshotFolder.open(folder);
        } catch (DamagedSnapshotException e) {
            throw new TrainingFailedException(FailureCode.SNAPSHOT_HASH_MISMATCH, String.valueOf(e.getMessage()), e);
        }
    }

    private static Path verified(SnapshotFolder snapshot, Split split) throws IOException {
        Path file = snapshot.folder().resolve(split.file());
        @Nullable FileEntry entry = snapshot.manifest().files().get(split.file());
        if (entry == null) {
            throw new TrainingFailedException(
                    FailureCode.SNAPSHOT_HASH_MISMATCH,
                    "the manifest of %s does not name %s".formatted(snapshot.folder(), split.file()));
        }
        if (!Files.isRegularFile(file)) {
            throw new TrainingFailedException(FailureCode.SNAPSHOT_MISSING, file + " is gone; cut the snapshot again");
        }
        String found = Sha256.file(file);
        if (!found.equals(entry.sha256())) {
            throw mismatch(file, found, entry.sha256());
        }
        return file;
    }

    private static TrainingFailedException mismatch(Path file, String found, String expected) {
        return new TrainingFailedException(
                FailureCode.SNAPSHOT_HASH_MISMATCH,
                "%s has SHA-256 %s; expected %s. Nothing was trained on it; cut the snapshot again"
                        .formatted(file, found, expected));
    }
}
