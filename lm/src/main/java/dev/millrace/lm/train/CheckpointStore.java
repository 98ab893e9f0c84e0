package dev.millrace.lm.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints of one run in a folder: {@code step-000120/} with parameters, optimizer state, best parameters and state in files
 * of their own. A checkpoint is whole or absent; the newest two are kept. One writer at a time.
 */
public final class CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PARAMETERS = "parameters.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String BEST = "best.safetensors";
    private static final String STATE = "state.json";
    private static final String PREFIX = "step-";
    private static final int KEPT = 2;

    private final Path folder;

    public CheckpointStore(Path folder) {
        this.folder = folder;
    }

    /** Where the newest whole checkpoint lies. */
    public Optional<Path> newest() {
        return newestFirst().stream().findFirst();
    }

    Path write(Checkpoint checkpoint) {
        Path target =
                folder.resolve(PREFIX + String.format("%08d", checkpoint.state().step()));
        AtomicFiles.writeFolder(target, temporary -> {
            writeTensors(temporary.resolve(PARAMETERS), checkpoint.parameters());
            writeTensors(temporary.resolve(OPTIMIZER), checkpoint.optimizer());
            if (!checkpoint.best().isEmpty()) {
                writeTensors(temporary.resolve(BEST), checkpoint.best());
            }
            Files.write(
                    temporary.resolve(STATE),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(checkpoint.state()));
        });
        newestFirst().stream().skip(KEPT).forEach(CheckpointStore::delete);
        return target;
    }

    /** The newest checkpoint that can be read; a damaged one is passed over, loudly. */
    Optional<Checkpoint> read() {
        for (Path checkpoint : newestFirst()) {
            try {
                return Optional.of(read(checkpoint));
            } catch (FormatException e) {
                LOG.warn("Checkpoint {} is passed over: {}", checkpoint, e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static Checkpoint read(Path checkpoint) {
        Path best = checkpoint.resolve(BEST);
        return new Checkpoint(
                readState(checkpoint.resolve(STATE)),
                readTensors(checkpoint.resolve(PARAMETERS)),
                readTensors(checkpoint.resolve(OPTIMIZER)),
                Files.exists(best) ? readTensors(best) : Map.of());
    }

    private static CheckpointState readState(Path file) {
        try {
            CheckpointState state = JSON.readValue(file.toFile(), CheckpointState.class);
            if (state.format() != CheckpointState.FORMAT) {
                throw new FormatException(
                        file + ": format is " + state.format() + ", expected " + CheckpointState.FORMAT);
            }
            return state;
        } catch (JsonProcessingException e) {
            throw new FormatException(file + " is no checkpoint state: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FormatException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, HostTensor> readTensors(Path file) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        try (Safetensors stored = Safetensors.open(file)) {
            for (String name : stored.names()) {
                tensors.put(name, stored.read(name));
            }
        }
        return tensors;
    }

    private static void writeTensors(Path file, Map<String, HostTensor> tensors) {
        Map<String, TensorData> data = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> data.put(name, TensorData.f32(tensor)));
        Safetensors.write(file, data, Map.of());
    }

    private List<Path> newestFirst() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().matches(PREFIX + "\\d{8}"))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static void delete(Path checkpoint) {
        try {
            AtomicFiles.delete(checkpoint);
        } catch (IOException e) {
            LOG.warn("An old checkpoint stays: {}", checkpoint, e);
        }
    }
}
