package dev.millrace.runtime.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An artifact store in a bucket, with a local one for what is being written and for copies of what was read.
 *
 * <p>The files of an artifact are objects under its kind and id. Beside them lies an index of names and hashes, written last
 * and deleted first: an artifact without one is absent, whatever objects a crash left, and a copy whose hashes are not those
 * of the index is refused. Thread-safe; any number of machines may share a bucket.
 */
final class S3ArtifactStore implements ArtifactStore {

    /** No artifact's file or part of an id begins with a dot. */
    private static final String INDEX = ".artifact";

    private static final String SEPARATOR = "  ";

    private final LocalArtifactStore local;
    private final S3Objects objects;

    S3ArtifactStore(LocalArtifactStore local, S3Objects objects) {
        this.local = local;
        this.objects = objects;
    }

    @Override
    public Staged stage(String kind, String id) throws IOException {
        return new S3Staged(local.stage(kind, id), uri(kind, id));
    }

    @Override
    public URI uri(String kind, String id) {
        return local.uri(kind, id);
    }

    /** Fetches the artifact first where this machine has no copy yet. */
    @Override
    public Path resolve(URI uri) {
        Path folder = local.resolve(uri);
        try {
            if (!Files.exists(folder)) {
                Optional<Map<String, String>> index = index(uri);
                if (index.isPresent()) {
                    fetch(uri, index.get());
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot fetch " + uri, e);
        }
    }

    @Override
    public boolean exists(URI uri) {
        try {
            return index(uri).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for " + uri, e);
        }
    }

    @Override
    public boolean dropCopy(URI uri) throws IOException {
        local.delete(uri);
        return true;
    }

    @Override
    public List<URI> list(String kind) throws IOException {
        List<URI> artifacts = new ArrayList<>();
        for (String key : objects.keys(kind + "/")) {
            if (key.endsWith("/" + INDEX)) {
                artifacts.add(uri(kind, key.substring(kind.length() + 1, key.length() - INDEX.length() - 1)));
            }
        }
        Collections.sort(artifacts);
        return artifacts;
    }

    @Override
    public void strip(URI uri, Set<String> kept) throws IOException {
        Optional<Map<String, String>> index = index(uri);
        if (index.isEmpty()) {
            return;
        }
        Map<String, String> files = new TreeMap<>(index.get());
        files.keySet().retainAll(kept);
        objects.put(key(uri) + INDEX, text(files));
        for (String key : objects.keys(key(uri))) {
            String name = key.substring(key(uri).length());
            if (!name.equals(INDEX) && !kept.contains(name)) {
                objects.delete(key);
            }
        }
        local.strip(uri, kept);
    }

    @Override
    public void delete(URI uri) throws IOException {
        objects.delete(key(uri) + INDEX);
        for (String key : objects.keys(key(uri))) {
            objects.delete(key);
        }
        local.delete(uri);
    }

    private static String text(Map<String, String> index) {
        StringBuilder text = new StringBuilder();
        index.forEach(
                (name, hash) -> text.append(hash).append(SEPARATOR).append(name).append('\n'));
        return text.toString();
    }

    /** Hash of each file by its name. */
    private Optional<Map<String, String>> index(URI uri) throws IOException {
        Optional<String> text = objects.text(key(uri) + INDEX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> files = new TreeMap<>();
        for (String line : text.get().lines().toList()) {
            int separator = line.indexOf(SEPARATOR);
            if (separator < 0) {
                throw new IOException("the index of " + uri + " has a line without hash and name; it is damaged");
            }
            files.put(line.substring(separator + SEPARATOR.length()), line.substring(0, separator));
        }
        return Optional.of(files);
    }

    private void fetch(URI uri, Map<String, String> index) throws IOException {
        String[] path = path(uri).split("/", 2);
        try (Staged copy = local.stage(path[0], path[1])) {
            for (Map.Entry<String, String> file : index.entrySet()) {
                Path target = copy.directory().resolve(file.getKey()).normalize();
                if (!target.startsWith(copy.directory())) {
                    throw new IOException("the index of " + uri + " names " + file.getKey() + ", outside its folder");
                }
                Files.createDirectories(target.getParent());
                objects.get(key(uri) + file.getKey(), target);
                String found = Sha256.file(target);
                if (!found.equals(file.getValue())) {
                    throw new IOException(
                            "%s of %s has SHA-256 %s; expected %s as its index says. Delete and make it again"
                                    .formatted(file.getKey(), uri, found, file.getValue()));
                }
            }
            copy.commit();
        }
    }

    private String key(URI uri) {
        return path(uri) + "/";
    }

    /** Kind and id; only of an URI of this store. */
    private String path(URI uri) {
        local.resolve(uri);
        return uri.getRawPath().substring(1);
    }

    /** Stored first, then kept as this machine's copy. */
    private final class S3Staged implements Staged {
        private final Staged copy;
        private final URI uri;

        S3Staged(Staged copy, URI uri) {
            this.copy = copy;
            this.uri = uri;
        }

        @Override
        public Path directory() {
            return copy.directory();
        }

        @Override
        public URI commit() throws IOException {
            if (exists(uri)) {
                copy.close();
                return uri;
            }
            Map<String, String> index = new TreeMap<>();
            for (Path file : Sha256.files(copy.directory())) {
                String name = copy.directory().relativize(file).toString().replace('\\', '/');
                objects.put(key(uri) + name, file);
                index.put(name, Sha256.file(file));
            }
            objects.put(key(uri) + INDEX, text(index));
            return copy.commit();
        }

        @Override
        public void close() throws IOException {
            copy.close();
        }
    }
}
