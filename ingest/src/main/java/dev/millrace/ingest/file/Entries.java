package dev.millrace.ingest.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The conversations of a file, one after the other. */
interface Entries {

    /** The next one, null at the end of the file. */
    @Nullable
    Entry next() throws IOException;
}
