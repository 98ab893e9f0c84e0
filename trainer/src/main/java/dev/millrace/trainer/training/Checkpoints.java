package dev.millrace.trainer.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a job: {@code attempt-<n>/step-<k>/}. An attempt writes into a folder of its own, so that one that was
 * given up and does not know it yet cannot get in the way of the next.
 */
public record Checkpoints(Path jobFolder, int attempt, int everySteps) {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COPIED = 2;

    Path folder() {
        return jobFolder.resolve("attempt-" + attempt);
    }

    /** Copies the newest checkpoints of earlier attempts at the same run into this attempt's folder. */
    void inherit(String recipe, String snapshotSha256) throws IOException {
        Files.createDirectories(folder());
        int copied = 0;
        for (Path checkpoint : earlier()) {
            Path target = folder().resolve(checkpoint.getFileName());
            if (copied < COPIED && !Files.exists(target) && isOf(checkpoint, recipe, snapshotSha256)) {
                copied += copy(checkpoint, target) ? 1 : 0;
            }
        }
    }

    private List<Path> earlier() throws IOException {
        try (Stream<Path> paths = Files.walk(jobFolder, 2)) {
            return paths.filter(path -> path.getFileName().toString().matches("step-\\d+"))
                    .filter(path -> !path.startsWith(folder()))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        }
    }

    private static boolean isOf(Path checkpoint, String recipe, String snapshotSha256) {
        try {
            JsonNode identity =
                    JSON.readTree(checkpoint.resolve("state.json").toFile()).path("identity");
            return identity.path("recipe").asText().equals(recipe)
                    && identity.path("snapshot").asText().equals(snapshotSha256);
        } catch (IOException e) {
            LOG.warn("{} is passed over: {}", checkpoint, e.toString());
            return false;
        }
    }

    /** False where the checkpoint went away meanwhile. */
    private boolean copy(Path checkpoint, Path target) throws IOException {
        Path temporary = folder().resolve("." + UUID.randomUUID());
        try {
            Files.createDirectory(temporary);
            for (Path file : Sha256.files(checkpoint)) {
                Files.copy(file, temporary.resolve(file.getFileName()));
            }
            DurableFiles.syncTree(temporary);
            DurableFiles.move(temporary, target);
            return true;
        } catch (java.nio.file.NoSuchFileException e) {
            return false;
        } finally {
            DurableFiles.deleteTree(temporary);
        }
    }
}
