package dev.millrace.curation.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Text of all kinds to train on beside the conversations, so that a model does not forget what it knew. Source: Scialom,
 * Chakrabarty and Muresan, Fine-tuned language models are continual learners (2022). Immutable.
 *
 * @param files the file that it was taken from; none where none is wanted
 * @param lines in order of id
 */
record GeneralText(List<ProtectedFile> files, List<SnapshotLine> lines) {
    static final GeneralText NONE = new GeneralText(List.of(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Role> ROLES =
            Map.of("system", Role.SYSTEM, "user", Role.USER, "assistant", Role.ASSISTANT);

    /**
     * Takes so many lines of a file, those whose ids are first: an id is a hash of what is said. Keeps no more in memory.
     *
     * @param leaks whether a conversation may not be trained on
     * @throws UserError if the file cannot be read, or a line of it is no conversation
     */
    static GeneralText take(Path file, long wanted, Predicate<List<Message>> leaks) {
        TreeMap<String, SnapshotLine> taken = new TreeMap<>();
        try (BufferedReader lines = open(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<Message> messages = messages(file, ++number, line);
                String id = id(messages);
                boolean first = taken.size() < wanted || (wanted > 0 && id.compareTo(taken.lastKey()) < 0);
                if (first && !taken.containsKey(id) && !leaks.test(messages)) {
                    taken.put(id, SnapshotLine.general(id, messages));
                    if (taken.size() > wanted) {
                        taken.pollLastEntry();
                    }
                }
            }
            ProtectedFile read = new ProtectedFile(String.valueOf(file.getFileName()), Sha256.file(file));
            return new GeneralText(List.of(read), List.copyOf(taken.values()));
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.BAD_INPUT,
                    "the general text %s cannot be read (%s); without it nothing is cut. Put it there, or set balance.generalShare to 0"
                            .formatted(file, e),
                    e);
        }
    }

    /** Reads a file for nothing but its errors. */
    static void check(Path file) {
        take(file, 0, messages -> true);
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
            return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private static String id(List<Message> messages) {
        return SnapshotLine.GENERAL + "-"
                + Sha256.text(messages.stream()
                        .map(message -> message.getRole() + "\n" + message.getContent())
                        .collect(Collectors.joining("\u0000")));
    }

    private static List<Message> messages(Path file, int number, String line) {
        List<Message> messages = new ArrayList<>();
        try {
            for (JsonNode message : JSON.readTree(line).path("messages")) {
                Role role = ROLES.getOrDefault(message.path("role").asText(), Role.UNKNOWN);
                messages.add(new Message(role, message.path("content").asText()));
            }
        } catch (JsonProcessingException e) {
            throw bad(file, number, "is not JSON (" + e.getOriginalMessage() + ")");
        }
        boolean usable = messages.stream()
                .noneMatch(message -> message.getRole() == Role.UNKNOWN
                        || message.getContent().isBlank());
        if (!usable || messages.isEmpty() || messages.get(messages.size() - 1).getRole() != Role.ASSISTANT) {
            throw bad(file, number, "is no conversation that ends with an assistant's message");
        }
        return messages;
    }

    private static UserError bad(Path file, int number, String what) {
        return new UserError(
                ExitCode.BAD_INPUT,
                "line %d of the general text %s %s; expected {\"messages\": [{\"role\": \"system, user or assistant\", \"content\": text}]}. Mend it, or set balance.generalShare to 0"
                        .formatted(number, file, what));
    }
}
