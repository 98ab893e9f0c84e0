package dev.millrace.evaluator;

import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.ArtifactFile;
import dev.millrace.schemas.event.TrainingFigures;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes candidate events as the trainer does. */
final class TestCandidates {

    private TestCandidates() {}

    static AdapterCandidate of(
            String domain, String id, Path folder, URI uri, SnapshotFolder snapshot, URI snapshotUri, long sequence)
            throws IOException {
        return AdapterCandidate.newBuilder()
                .setAdapterId(id)
                .setDomain(domain)
                .setJobId("job-" + id)
                .setAttempt(1)
                .setSnapshotId(snapshot.manifest().snapshotId())
                .setSnapshotSequence(sequence)
                .setSnapshotUri(snapshotUri.toString())
                .setSnapshotSha256(snapshot.sha256())
                .setBaseModel(TestAdapters.BASE.toString())
                .setBaseModelSha256(Sha256.tree(TestAdapters.BASE))
                .setRecipeHash("0".repeat(64))
                .setUri(uri.toString())
                .setFiles(files(folder))
                .setFigures(new TrainingFigures(1, 1L, 1.0, 1.0, 1.0, 1.0, 1L))
                .setCreatedAt(Instant.EPOCH)
                .build();
    }

    static List<ArtifactFile> files(Path folder) throws IOException {
        List<ArtifactFile> files = new ArrayList<>();
        for (Path file : Sha256.files(folder)) {
            files.add(new ArtifactFile(folder.relativize(file).toString(), Sha256.file(file), Files.size(file)));
        }
        return files;
    }

    /** Damages the weights in place. */
    static void flipLastByte(Path folder) throws IOException {
        Path weights = folder.resolve(PeftAdapter.WEIGHTS_FILE);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 0x40;
        Files.write(weights, bytes);
    }
}
