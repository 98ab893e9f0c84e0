package dev.millrace.runtime.artifacts;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Keeps folders of files, each whole or absent, under URIs such as {@code artifact:///snapshots/billing/3f0a…}: first a
 * kind, then an id of one or more parts. Events carry the URI and a SHA-256. Thread-safe; several processes may use one
 * store.
 */
public interface ArtifactStore {

    /** Opens an empty folder to write into, which becomes the artifact when committed. */
    Staged stage(String kind, String id) throws IOException;

    /** The URI that an artifact has, or would have. */
    URI uri(String kind, String id);

    /**
     * The local folder of an artifact, whether or not it is there.
     *
     * @throws IllegalArgumentException for a URI that is not this store's, or that points outside it
     */
    Path resolve(URI uri);

    /** Whether the artifact was committed. */
    boolean exists(URI uri);

    /** Every artifact of a kind, in order of URI. */
    List<URI> list(String kind) throws IOException;

    /**
     * Removes the files of an artifact but the named ones, which must be there; does nothing where there is no artifact. Broken
     * off, it is done by being asked for again.
     */
    void strip(URI uri, Set<String> kept) throws IOException;

    /** Removes an artifact as one step; does nothing where there is none. */
    void delete(URI uri) throws IOException;

    /**
     * Removes this machine's copy of an artifact that is kept elsewhere; it is fetched anew when it is asked for again.
     *
     * @return false where this machine's folder is the store itself, and nothing was removed
     */
    boolean dropCopy(URI uri) throws IOException;
}
