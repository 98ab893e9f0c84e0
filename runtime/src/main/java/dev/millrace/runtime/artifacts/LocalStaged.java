package dev.millrace.runtime.artifacts;

import dev.millrace.runtime.files.DurableFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A staged folder of a local store. */
final class LocalStaged implements Staged {

    private final URI uri;
    private final Path directory;
    private final Path target;

    LocalStaged(URI uri, Path directory, Path target) {
        this.uri = uri;
        this.directory = directory;
        this.target = target;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public URI commit() throws IOException {
        DurableFiles.syncTree(directory);
        DurableFiles.createDirectories(target.getParent());
        try {
            if (!Files.exists(target)) {
                DurableFiles.move(directory, target);
            }
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException anotherProcessWasFaster) {
            // The artifact is there, and ids name content.
        }
        close();
        return uri;
    }

    @Override
    public void close() throws IOException {
        DurableFiles.deleteTree(directory);
    }
}
