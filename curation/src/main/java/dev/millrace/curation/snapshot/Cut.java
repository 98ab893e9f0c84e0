package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.snapshots.SnapshotManifest;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.SnapshotCounts;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        SnapshotLines lines,
        Composition made,
        Origins origins) {

    /**
     * Works out a snapshot: a function of the set, the configuration and the files that it names.
     *
     * @throws NoSnapshotException if there is no example
     * @throws dev.millrace.runtime.UserError if a file that the configuration names cannot be read
     */
    static Cut of(String domain, ExampleSet examples, DomainConfig config) {
        ProtectedSets protectedSets =
                ProtectedSets.read(config.policy().similarity().protectedSets());
        String policyHash = config.policy().hash();
        Origins origins = new Origins(policyHash);
        List<Candidate> candidates = new ArrayList<>();
        examples.forEach(example -> {
            candidates.add(Candidate.of(example, protectedSets));
            origins.add(example);
        });
        if (candidates.isEmpty()) {
            throw NoSnapshotException.noExamples(domain);
        }
        ComparedTexts texts = new ComparedTexts(examples::compared);
        Selection selection = Selection.of(candidates, config, texts);
        SnapshotLines lines = new SnapshotLines(
                selection, new TaskLines(config.tasks()), general(config, selection, protectedSets, texts));
        Composition composition = new Composition(selection.replayed());
        Map<Split, MessageDigest> digests = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            digests.put(split, Sha256.digest());
        }
        lines.forEach(examples, line -> {
            composition.add(line);
            digests.get(line.split()).update(line.bytes());
        });
        return new Cut(
                id(policyHash, selection, digests),
                domain,
                config,
                policyHash,
                protectedSets.files(),
                selection,
                lines,
                composition,
                origins);
    }

    private static GeneralText general(
            DomainConfig config, Selection selection, ProtectedSets protectedSets, ComparedTexts texts) {
        Path file = config.balance().generalText();
        int trained = selection.ids(Split.TRAIN).size() - selection.replayed().size();
        if (file == null || config.balance().generalShare() == 0) {
            return GeneralText.NONE;
        }
        HoldoutOverlap holdout = new HoldoutOverlap(
                selection.ids(Split.HOLDOUT), config.policy().similarity().holdoutOverlap(), texts);
        return GeneralText.take(
                file,
                config.balance().general(trained),
                messages -> protectedSets.overlap(messages)
                        || holdout.isLike(ComparedText.of(messages).conversation()));
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

    /** Hash of what the cut follows from beside the examples. */
    String settings() {
        List<String> files = Stream.concat(protectedFiles.stream(), lines.general().files().stream())
                .map(ProtectedFile::sha256)
                .toList();
        return CutSettings.hash(config, files);
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
