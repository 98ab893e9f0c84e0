package dev.millrace.trainer.worker;

import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.schemas.event.ArtifactFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An adapter's folder as events tell of it. */
final class AdapterFiles {

    private AdapterFiles() {}

    /**
     * SHA-256 over the job and the files that a server loads. What the card and the training record say of speed and time does
     * not change it, so another attempt that computes the same adapter gives the same id.
     */
    static String id(String jobId, Path folder) throws IOException {
        String config = Sha256.file(folder.resolve(PeftAdapter.CONFIG_FILE));
        String weights = Sha256.file(folder.resolve(PeftAdapter.WEIGHTS_FILE));
        return Sha256.text(jobId + "\n" + config + "\n" + weights + "\n");
    }

    static List<ArtifactFile> of(Path folder) throws IOException {
        List<ArtifactFile> files = new ArrayList<>();
        for (Path file : Sha256.files(folder)) {
            String path = folder.relativize(file).toString().replace('\\', '/');
            files.add(new ArtifactFile(path, Sha256.file(file), Files.size(file)));
        }
        return files;
    }
}
