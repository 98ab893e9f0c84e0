package dev.millrace.curation.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.curation.rules.Judge;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.config.CanonicalJson;
import dev.millrace.runtime.config.ConfigException;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.snapshots.SnapshotManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How a snapshot was cut, as its manifest tells, held against what there is to cut it with now. */
final class CutManifest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode manifest;

    private CutManifest(JsonNode manifest) {
        this.manifest = manifest;
    }

    static CutManifest read(Path folder) throws IOException {
        return new CutManifest(JSON.readTree(folder.resolve("manifest.json").toFile()));
    }

    /**
     * The settings of the cut.
     *
     * @throws ConfigException if this version does not know one of them
     */
    DomainConfig config() {
        return DomainConfig.ofManifest(
                section -> manifest.has(section) ? CanonicalJson.of(manifest.get(section)) : "{}");
    }

    /** Why a cut now must give something else, if it must. */
    List<String> differences(DomainConfig config) throws IOException {
        List<String> differences = new ArrayList<>();
        String format = manifest.path("format").asText();
        if (!format.equals(SnapshotManifest.FORMAT)) {
            differences.add("it has format " + format + "; this version cuts " + SnapshotManifest.FORMAT);
        }
        if (manifest.path("rulesVersion").asInt() != Judge.RULES_VERSION) {
            differences.add("its conversations were judged by version %d of the rules; this version has %d"
                    .formatted(manifest.path("rulesVersion").asInt(), Judge.RULES_VERSION));
        }
        if (!manifest.path("policyHash").asText().equals(config.policy().hash())) {
            differences.add("its policy has other keys than this version's, and so another hash");
        }
        differences.addAll(files(config.policy().similarity().protectedSets(), "protectedSets"));
        if (config.balance().generalShare() > 0) {
            differences.addAll(
                    files(Stream.ofNullable(config.balance().generalText()).toList(), "generalText"));
        }
        return differences;
    }

    private List<String> files(List<Path> files, String section) throws IOException {
        Map<String, String> known = new HashMap<>();
        manifest.path(section)
                .forEach(file -> known.put(
                        file.path("name").asText(), file.path("sha256").asText()));
        List<String> differences = new ArrayList<>();
        for (Path file : files) {
            String expected = known.get(String.valueOf(file.getFileName()));
            String found = Files.isReadable(file) ? Sha256.file(file) : "none, since it cannot be read";
            if (!found.equals(expected)) {
                differences.add("%s has SHA-256 %s; it was cut with %s".formatted(file, found, expected));
            }
        }
        return differences;
    }
}
