package dev.millrace.curation.snapshot;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.snapshots.SnapshotManifest;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.SnapshotCounts;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A snapshot worked out, before any file is written.
 *
 * @param id SHA-256 over format, policy hash, asOf in milliseconds, and the SHA-256 of the uncompressed lines of train,
 *     validation and holdout, each in order of example id; one of these a line
 */
record Cut(
        String id,
        String domain,
        DomainConfig config,
        String policyHash,
        List<ProtectedFile> protectedFiles,
        Selection selection,
        Composition made) {

    /**
     * Works out a snapshot: a function of the set, the configuration and the protected sets that it names.
     *
     * @throws NoSnapshotException if there is no example
     * @throws dev.millrace.runtime.UserError if a protected set cannot be read
     */
    static Cut of(String domain, ExampleSet examples, DomainConfig config) {
        ProtectedSets protectedSets =
                ProtectedSets.read(config.policy().similarity().protectedSets());
        List<Candidate> candidates = new ArrayList<>();
        examples.forEach(example -> candidates.add(Candidate.of(example, protectedSets)));
        if (candidates.isEmpty()) {
            throw NoSnapshotException.noExamples(domain);
        }
        Selection selection = Selection.of(candidates, config, new ComparedTexts(examples::compared));
        Composition composition = new Composition();
        Map<Split, MessageDigest> digests = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            digests.put(split, Sha256.digest());
        }
        examples.forEach(example -> {
            Split split = selection.splits().get(example.getExampleId());
            if (split != null) {
                composition.add(example, split);
                digests.get(split).update(ExampleLine.of(example));
            }
        });
        String policyHash = config.policy().hash();
        String id = id(policyHash, selection, digests);
        return new Cut(id, domain, config, policyHash, protectedSets.files(), selection, composition);
    }

    private static String id(String policyHash, Selection selection, Map<Split, MessageDigest> digests) {
        StringBuilder text = new StringBuilder()
                .append(SnapshotManifest.FORMAT)
                .append('\n')
                .append(policyHash)
                .append('\n')
                .append(selection.asOf().toEpochMilli())
                .append('\n');
        for (Split split : List.of(Split.TRAIN, Split.VALIDATION, Split.HOLDOUT)) {
            text.append(HexFormat.of().formatHex(digests.get(split).digest())).append('\n');
        }
        return Sha256.text(text.toString());
    }

    /** How many examples were left out, by reason. */
    Map<ExclusionReason, Long> excludedByReason() {
        return selection.excluded().values().stream()
                .collect(Collectors.groupingBy(
                        Exclusion::reason, () -> new EnumMap<>(ExclusionReason.class), Collectors.counting()));
    }

    SnapshotCounts counts() {
        return new SnapshotCounts(
                made.examples(Split.TRAIN),
                made.examples(Split.VALIDATION),
                made.examples(Split.HOLDOUT),
                (long) selection.excluded().size(),
                made.subjects());
    }
}
