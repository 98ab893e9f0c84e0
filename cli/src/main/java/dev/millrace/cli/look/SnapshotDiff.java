package dev.millrace.cli.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.Split;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What one snapshot has that another has not. Of the examples it tells ids and reasons, never text.
 *
 * @param settings configuration and rules that differ: key, before, after
 * @param figures counts and composition that differ: key, before, after
 * @param added examples that only the second has, with their split
 * @param removed examples that only the first has, with the reason where the second excludes them
 * @param moved examples in another split: id, before, after
 * @param changed examples of the same id with another content
 */
public record SnapshotDiff(
        Map<String, Change> settings,
        Map<String, Change> figures,
        Map<String, String> added,
        Map<String, String> removed,
        Map<String, Change> moved,
        List<String> changed) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOT_THERE = "-";

    /** A value before and after. */
    public record Change(String before, String after) {}

    /** An example's split, and the hash of its line. */
    private record Placed(String split, String hash) {}

    /** Compares two folders. Both manifests are read first, so that something else than a snapshot is refused. */
    public static SnapshotDiff of(Path before, Path after) {
        SnapshotFolder.open(before);
        SnapshotFolder.open(after);
        JsonNode one = manifest(before);
        JsonNode other = manifest(after);
        Map<String, Placed> old = examples(before);
        Map<String, Placed> young = examples(after);
        Map<String, String> excluded = new TreeMap<>();
        lines(
                after.resolve("excluded.jsonl.gz"),
                (line, json) -> excluded.put(id(json), json.path("reason").asText()));

        Map<String, String> added = new TreeMap<>();
        Map<String, Change> moved = new TreeMap<>();
        List<String> changed = new ArrayList<>();
        young.forEach((id, now) -> {
            Placed was = old.get(id);
            if (was == null) {
                added.put(id, now.split());
                return;
            }
            if (!was.split().equals(now.split())) {
                moved.put(id, new Change(was.split(), now.split()));
            }
            if (!was.hash().equals(now.hash())) {
                changed.add(id);
            }
        });
        Map<String, String> removed = new TreeMap<>();
        old.keySet().stream()
                .filter(id -> !young.containsKey(id))
                .forEach(id -> removed.put(id, excluded.getOrDefault(id, "not an example any more")));
        return new SnapshotDiff(
                changes(one, other, "rulesVersion", "policy", "window", "splits", "balance", "tasks"),
                changes(one, other, "asOf", "counts", "composition", "text"),
                added,
                removed,
                moved,
                changed);
    }

    private static JsonNode manifest(Path folder) {
        try {
            return JSON.readTree(folder.resolve("manifest.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the manifest of " + folder, e);
        }
    }

    private static Map<String, Change> changes(JsonNode before, JsonNode after, String... sections) {
        Map<String, Change> changes = new LinkedHashMap<>();
        for (String section : sections) {
            Map<String, String> old = leaves(section, before.path(section));
            Map<String, String> young = leaves(section, after.path(section));
            for (String key : union(old, young)) {
                String was = old.getOrDefault(key, NOT_THERE);
                String now = young.getOrDefault(key, NOT_THERE);
                if (!was.equals(now)) {
                    changes.put(key, new Change(was, now));
                }
            }
        }
        return changes;
    }

    private static TreeSet<String> union(Map<String, String> one, Map<String, String> other) {
        TreeSet<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        return keys;
    }

    /** Values by dotted key; a list is one value. */
    private static Map<String, String> leaves(String path, JsonNode node) {
        Map<String, String> leaves = new TreeMap<>();
        if (node.isObject()) {
            node.forEachEntry((key, child) -> leaves.putAll(leaves(path + "." + key, child)));
        } else if (!node.isMissingNode()) {
            leaves.put(path, node.isValueNode() ? node.asText() : node.toString());
        }
        return leaves;
    }

    private static Map<String, Placed> examples(Path folder) {
        Map<String, Placed> examples = new TreeMap<>();
        Stream.of(Split.values()).forEach(split -> {
            String name = split.name().toLowerCase(Locale.ROOT);
            lines(
                    folder.resolve(split.file()),
                    (line, json) -> examples.put(id(json), new Placed(name, Sha256.text(line))));
        });
        return examples;
    }

    private static String id(JsonNode json) {
        return json.path("id").asText();
    }

    private static void lines(Path file, BiConsumer<String, JsonNode> use) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                use.accept(line, JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
