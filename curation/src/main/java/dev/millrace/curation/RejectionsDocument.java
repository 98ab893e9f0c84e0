package dev.millrace.curation;

import dev.millrace.curation.rules.RejectionReason;
import dev.millrace.curation.snapshot.ExclusionReason;

/** The text of {@code docs/rejections.md}, made of the reasons themselves. */
final class RejectionsDocument {
    private static final String HEAD = """
            # Why a conversation is not used

            Generated from `RejectionReason` and `ExclusionReason`; a test keeps it so.

            ## Rejections

            Each conversation that is closed gets a verdict: an example in `curation.examples.v1`, or a rejection in
            `curation.rejections.v1`. A later event gets it another one. What counts is the last: a conversation whose example
            is there is accepted; of the others the rejection with the highest `revision` says why. A rejection names topic,
            partition and offsets of the events, and the figures that decided; it never quotes text.

            The rules apply in this order; the first one that is broken is the reason. The words in `code` are keys of the
            configuration (`docs/configuration.md`), those of a policy under `domains.<name>.policy`.

            | reason | stage | what happened | figures |
            | --- | --- | --- | --- |
            """;

    private static final String EXCLUSIONS = """

            ## Exclusions

            An example may still be left out of a snapshot, as the file `excluded.jsonl.gz` in its folder tells. The rules apply
            in this order, each to what the one before has left.

            | reason | what happened |
            | --- | --- |
            """;

    private RejectionsDocument() {}

    static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        for (RejectionReason reason : RejectionReason.values()) {
            text.append("| `%s` | %s | %s | %s |%n"
                    .formatted(reason.code(), reason.stages(), reason.description(), reason.figures()));
        }
        text.append(EXCLUSIONS);
        for (ExclusionReason reason : ExclusionReason.values()) {
            text.append("| `%s` | %s |%n".formatted(reason.code(), reason.description()));
        }
        return text.toString().replace("\r\n", "\n");
    }
}
