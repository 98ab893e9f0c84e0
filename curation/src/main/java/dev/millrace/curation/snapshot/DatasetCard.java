package dev.millrace.curation.snapshot;

import dev.millrace.curation.rules.Judge;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.SnapshotCounts;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code README.md} of a snapshot: what is in it and how it was made, for people who find the folder. */
final class DatasetCard {
    private static final String TEXT = """
            # Millrace snapshot of `%s`

            Customer support conversations, curated for fine-tuning a chat model with LoRA. Made by a machine from live
            tickets and chats; personal data found by rules is replaced by placeholders such as `<EMAIL_1>`. Rules miss
            things: treat this folder as personal data.

            | | |
            | --- | --- |
            | snapshot | `%s` |
            | as of | %s (the newest conversation) |
            | policy | `%s` |
            | train | %d |
            | validation | %d, for early stopping |
            | holdout | %d, for the evaluator alone |
            | excluded | %d, with reasons in `excluded.jsonl.gz` |
            | customers | %d%s |
            | text | %d words, %d characters in all splits; tokens depend on the model |
            | rules | version %d |

            Customers are divided by a hash, so none is in two splits. Exact and near duplicates are one example, and nothing in
            train or validation is a near duplicate of an example of the holdout%s.

            ## Files

            Each line of `train.jsonl.gz`, `validation.jsonl.gz` and `holdout.jsonl.gz` is
            `{"id", "subject", "tags", "messages": [{"role", "content"}]}`; the last message is the assistant's. Lines are in
            order of id. Lines of other tasks than answering have `"task"` and are in train and validation alone; their ids are the
            conversation's and the task's. `manifest.json` holds the SHA-256 of every file, the policy, and the counts. The snapshot's id is
            the SHA-256 of these lines: `millrace-snapshot/2`, the policy hash, "as of" in milliseconds, and `contentSha256`
            of train, validation and holdout.

            ## Left out

            | | examples |
            | --- | --- |
            %s

            ## Composition

            | | examples |
            | --- | --- |
            %s
            """;

    private final Cut cut;

    DatasetCard(Cut cut) {
        this.cut = cut;
    }

    String text() {
        SnapshotCounts counts = cut.counts();
        return TEXT.formatted(
                cut.domain(),
                cut.id(),
                cut.selection().asOf(),
                cut.policyHash(),
                counts.getTrain(),
                counts.getValidation(),
                counts.getHoldout(),
                counts.getExcluded(),
                counts.getSubjects(),
                cut.made().subjectsKnown()
                        ? ""
                        : " (not known for every source: there each conversation counts as one)",
                total(TextCount::words),
                total(TextCount::characters),
                Judge.RULES_VERSION,
                cut.protectedFiles().isEmpty() ? "" : ", or overlaps with a protected set",
                rows(cut.excludedByReason(), ExclusionReason::code),
                rows(cut.made().counts(), name -> name));
    }

    private long total(ToLongFunction<TextCount> count) {
        return Stream.of(Split.values()).map(cut.made()::text).mapToLong(count).sum();
    }

    private static <K> String rows(Map<K, Long> counts, Function<K, String> name) {
        return counts.entrySet().stream()
                .map(entry -> row(name.apply(entry.getKey()), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String row(String name, long count) {
        return "| " + name.replace("|", "\\|").replace("\n", " ") + " | " + count + " |";
    }
}
