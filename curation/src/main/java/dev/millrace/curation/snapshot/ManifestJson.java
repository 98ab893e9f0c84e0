package dev.millrace.curation.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.curation.rules.Judge;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.config.CanonicalJson;
import dev.millrace.runtime.snapshots.SnapshotManifest;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.SnapshotCounts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The text of a snapshot's {@code manifest.json}; {@link SnapshotManifest} reads it. */
final class ManifestJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DefaultPrettyPrinter LAYOUT = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance);

    private final Cut cut;

    ManifestJson(Cut cut) {
        this.cut = cut;
    }

    String text(Map<String, LinesFile.Written> lines, String card) {
        ObjectNode manifest = JSON.createObjectNode()
                .put("format", SnapshotManifest.FORMAT)
                .put("snapshotId", cut.id())
                .put("domain", cut.domain())
                .put("asOf", cut.selection().asOf().toString())
                .put("rulesVersion", Judge.RULES_VERSION)
                .put("policyHash", cut.policyHash());
        manifest.set("policy", tree(cut.config().policy()));
        manifest.set("window", tree(cut.config().window()));
        manifest.set("splits", tree(cut.config().splits()));
        manifest.set("balance", tree(cut.config().balance()));
        manifest.set("tasks", tree(cut.config().tasks()));
        manifest.put("subjects", cut.made().subjectsKnown() ? "known" : "unknown");
        manifest.set("counts", counts(cut.counts()));
        manifest.set("excludedByReason", excludedByReason());
        manifest.set("text", text());
        manifest.set("protectedSets", named(cut.protectedFiles()));
        manifest.set("generalText", named(cut.lines().general().files()));
        manifest.set("composition", JSON.valueToTree(cut.made().counts()));
        manifest.set("files", files(lines, card));
        try {
            return JSON.writer(LAYOUT).writeValueAsString(manifest) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest cannot be written as JSON", e);
        }
    }

    private static ObjectNode counts(SnapshotCounts counts) {
        return JSON.createObjectNode()
                .put("train", counts.getTrain())
                .put("validation", counts.getValidation())
                .put("holdout", counts.getHoldout())
                .put("excluded", counts.getExcluded())
                .put("subjects", counts.getSubjects());
    }

    private ObjectNode excludedByReason() {
        ObjectNode reasons = JSON.createObjectNode();
        cut.excludedByReason().forEach((reason, count) -> reasons.put(reason.code(), count));
        return reasons;
    }

    private ObjectNode text() {
        ObjectNode texts = JSON.createObjectNode();
        for (Split split : Split.values()) {
            TextCount count = cut.made().text(split);
            texts.putObject(split.name().toLowerCase(Locale.ROOT))
                    .put("lines", count.lines())
                    .put("messages", count.messages())
                    .put("words", count.words())
                    .put("characters", count.characters());
        }
        return texts;
    }

    private static ArrayNode named(List<ProtectedFile> named) {
        ArrayNode files = JSON.createArrayNode();
        named.forEach(file -> files.addObject().put("name", file.name()).put("sha256", file.sha256()));
        return files;
    }

    private static ObjectNode files(Map<String, LinesFile.Written> lines, String card) {
        ObjectNode files = JSON.createObjectNode();
        lines.forEach((name, written) -> files.putObject(name)
                .put("sha256", written.sha256())
                .put("bytes", written.bytes())
                .put("contentSha256", written.contentSha256())
                .put("lines", written.lines()));
        files.putObject(SnapshotFiles.CARD)
                .put("sha256", Sha256.text(card))
                .put("bytes", card.getBytes(StandardCharsets.UTF_8).length);
        return files;
    }

    private static ObjectNode tree(Record section) {
        try {
            return (ObjectNode) JSON.readTree(CanonicalJson.of(section));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("canonical JSON cannot be read", e);
        }
    }
}
