package dev.millrace.cli.demo;

import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.ArtifactFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a ready adapter, held against the hashes of its event. */
public final class AdapterFiles {
    private AdapterFiles() {}

    /** The adapter's folder. */
    public static Path folder(ArtifactStore store, AdapterReady ready) {
        return store.resolve(URI.create(ready.getUri()));
    }

    /** Whether every file is there with the size and hash that the event names; at least one must be named. */
    public static boolean verify(ArtifactStore store, AdapterReady ready) throws IOException {
        Path folder = folder(store, ready);
        for (ArtifactFile file : ready.getFiles()) {
            Path path = folder.resolve(file.getPath());
            if (!Files.isRegularFile(path)
                    || Files.size(path) != file.getBytes()
                    || !Sha256.file(path).equals(file.getSha256())) {
                return false;
            }
        }
        return !ready.getFiles().isEmpty();
    }
}
