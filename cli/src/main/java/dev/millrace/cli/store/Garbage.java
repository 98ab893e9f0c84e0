package dev.millrace.cli.store;

import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.artifacts.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what nothing refers to. What is younger than a moment is left alone: its event may be on the way. */
public final class Garbage {
    private static final List<String> KINDS = List.of("snapshots", "adapters", "reports");

    /**
     * A folder that may go.
     *
     * @param what its URI, or its path where it is no artifact
     */
    public record Item(String what, Path folder, long bytes) {}

    private final References references;
    private final Instant before;

    public Garbage(References references, Instant before) {
        this.references = references;
        this.before = before;
    }

    /** Artifacts of the store. */
    public List<Item> artifacts(ArtifactStore store) throws IOException {
        Set<String> kept = references.uris();
        List<Item> items = new ArrayList<>();
        for (String kind : KINDS) {
            for (URI uri : store.list(kind)) {
                if (!kept.contains(uri.toString()) && isOld(store.resolve(uri))) {
                    items.add(item(uri.toString(), store.resolve(uri)));
                }
            }
        }
        return items;
    }

    /** Checkpoints of jobs that have ended; a folder for each job, named by its id. */
    public List<Item> checkpoints(Path jobs) throws IOException {
        if (!Files.isDirectory(jobs)) {
            return List.of();
        }
        Set<String> open = references.openJobs();
        List<Item> items = new ArrayList<>();
        try (Stream<Path> folders = Files.list(jobs)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                if (!open.contains(folder.getFileName().toString()) && isOld(folder)) {
                    items.add(item(folder.toString(), folder));
                }
            }
        }
        return items;
    }

    private boolean isOld(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder).toInstant().isBefore(before);
    }

    private static Item item(String what, Path folder) throws IOException {
        long bytes = 0;
        for (Path file : Sha256.files(folder)) {
            bytes += Files.size(file);
        }
        return new Item(what, folder, bytes);
    }
}
