package dev.millrace.lm.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which safetensors files make up a model folder: one, or the shards of an index, which must keep its promises. */
final class Shards {
    private static final String SINGLE = "model.safetensors";
    private static final Pattern SHARD = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,200}\\.safetensors");
    private static final String INDEX = "model.safetensors.index.json";

    private Shards() {}

    static List<Path> of(Path folder) {
        if (Files.isRegularFile(folder.resolve(SINGLE))) {
            return List.of(folder.resolve(SINGLE));
        }
        if (!Files.isRegularFile(folder.resolve(INDEX))) {
            throw new FormatException(folder + " has neither " + SINGLE + " nor " + INDEX);
        }
        return new TreeSet<>(weightMap(folder.resolve(INDEX)).values())
                .stream().map(folder::resolve).toList();
    }

    /** Every tensor of the index is in the shard it names. */
    static void check(Path folder, Safetensors opened) {
        Path index = folder.resolve(INDEX);
        if (Files.isDirectory(folder) && !Files.isRegularFile(folder.resolve(SINGLE))) {
            weightMap(index).forEach((tensor, shard) -> {
                if (!opened.names().contains(tensor)) {
                    throw new FormatException(
                            index + " places " + tensor + " in " + shard + ", which does not hold it");
                }
            });
        }
    }

    private static Map<String, String> weightMap(Path index) {
        Json json = Json.read(index);
        JsonNode weights = json.object("weight_map")
                .orElseThrow(() -> json.wrong("weight_map", "a map from tensor to file"))
                .node();
        Map<String, String> map = new TreeMap<>();
        weights.forEachEntry((tensor, file) -> {
            String shard = file.asText();
            if (!SHARD.matcher(shard).matches()) {
                throw new FormatException(index + ": " + tensor + " is in '" + Json.abbreviate(shard)
                        + "', expected the name of a .safetensors file in the same folder");
            }
            map.put(tensor, shard);
        });
        if (map.isEmpty()) {
            throw new FormatException(index + ": weight_map is empty, expected at least one tensor");
        }
        return map;
    }
}
