package dev.millrace.runtime.artifacts;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A folder being written. Closing it without a commit discards it. For one thread. */
public interface Staged extends AutoCloseable {

    /** Where to write the files. */
    Path directory();

    /**
     * Forces all files to disk and gives the folder its name. If an artifact of that name is there already, it is kept
     * and this one discarded: ids name content.
     */
    URI commit() throws IOException;

    @Override
    void close() throws IOException;
}
