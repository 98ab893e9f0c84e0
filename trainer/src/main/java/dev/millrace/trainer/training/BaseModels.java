package dev.millrace.trainer.training;

import dev.millrace.runtime.artifacts.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds base models and knows their hashes. Hashing gigabytes takes minutes, so a hash is kept for as long as names, sizes
 * and times of the folder's files stay as they are. Thread-safe.
 */
public final class BaseModels {

    private static final Path SHIPPED = Path.of("models");

    private record Hash(String fingerprint, String sha256) {}

    private final Map<Path, Hash> hashes = new ConcurrentHashMap<>();

    /**
     * The folder of a configured name: a path, or a name under {@code models/}.
     *
     * @throws TrainingFailedException where there is no model folder
     */
    public static Path folder(String name) {
        Path given = Path.of(name);
        Path folder = Files.isDirectory(given) ? given : SHIPPED.resolve(name);
        if (!Files.isRegularFile(folder.resolve("config.json"))) {
            throw new TrainingFailedException(
                    FailureCode.BASE_MODEL_INVALID,
                    "the base model is %s, where there is no config.json; set baseModel to a Hugging Face model folder or to the name of one under %s"
                            .formatted(given.toAbsolutePath(), SHIPPED.toAbsolutePath()));
        }
        return folder;
    }

    /** SHA-256 over the files of a model folder. */
    public String sha256(Path folder) throws IOException {
        String fingerprint = fingerprint(folder);
        Hash known = hashes.get(folder);
        if (known == null || !known.fingerprint().equals(fingerprint)) {
            known = new Hash(fingerprint, Sha256.tree(folder));
            hashes.put(folder, known);
        }
        return known.sha256();
    }

    private static String fingerprint(Path folder) throws IOException {
        StringBuilder files = new StringBuilder();
        for (Path file : Sha256.files(folder)) {
            files.append("%s %d %s%n".formatted(file, Files.size(file), Files.getLastModifiedTime(file)));
        }
        return files.toString();
    }
}
