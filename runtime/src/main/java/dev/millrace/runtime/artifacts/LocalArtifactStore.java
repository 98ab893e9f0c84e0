package dev.millrace.runtime.artifacts;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.files.DurableFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** An artifact store in a local folder, which several processes on this machine may share. */
public final class LocalArtifactStore implements ArtifactStore {

    private final Path root;
    private final StagingArea staging;

    private LocalArtifactStore(Path root, StagingArea staging) {
        this.root = root;
        this.staging = staging;
    }

    /** Opens the folder, making it if need be, and removes what ended processes left unfinished. */
    public static LocalArtifactStore open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            return new LocalArtifactStore(root, StagingArea.open(root));
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.ENVIRONMENT,
                    "artifacts.directory is %s, which cannot be written (%s); make it writable or set another"
                            .formatted(root, e),
                    e);
        }
    }

    @Override
    public Staged stage(String kind, String id) throws IOException {
        URI uri = uri(kind, id);
        return new LocalStaged(uri, Files.createDirectory(staging.name()), resolve(uri));
    }

    @Override
    public URI uri(String kind, String id) {
        return ArtifactUris.of(kind, id);
    }

    @Override
    public Path resolve(URI uri) {
        return ArtifactUris.resolve(root, uri);
    }

    @Override
    public boolean exists(URI uri) {
        return Files.isDirectory(resolve(uri));
    }

    /** An artifact is the topmost folder that holds a file. */
    @Override
    public List<URI> list(String kind) throws IOException {
        List<URI> artifacts = new ArrayList<>();
        Path top = root.resolve(kind);
        if (Files.isDirectory(top)) {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String id = top.relativize(file.getParent()).toString().replace('\\', '/');
                    artifacts.add(uri(kind, id));
                    return FileVisitResult.SKIP_SIBLINGS;
                }
            });
        }
        Collections.sort(artifacts);
        return artifacts;
    }

    @Override
    public void strip(URI uri, Set<String> kept) throws IOException {
        Path folder = resolve(uri);
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (Path file : Sha256.files(folder)) {
            if (!kept.contains(folder.relativize(file).toString().replace('\\', '/'))) {
                Files.delete(file);
            }
        }
        DurableFiles.sync(folder);
    }

    @Override
    public void delete(URI uri) throws IOException {
        Path folder = resolve(uri);
        if (Files.exists(folder)) {
            Path doomed = staging.name();
            DurableFiles.move(folder, doomed);
            DurableFiles.deleteTree(doomed);
        }
    }

    @Override
    public boolean dropCopy(URI uri) {
        return false;
    }
}
