package dev.millrace.cli.curate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file.
 *
 * @param rows lines or rows read, bad ones included
 * @param bad lines that cannot be used
 * @param accepted conversations that became examples
 * @param rejected conversations by reason
 * @param excluded examples left out at the cut, by reason
 * @param placeholders pieces of text that were replaced, and slots that templates left, in the examples, by type
 * @param snapshotId null where there is no example
 */
public record CurationSummary(
        String folder,
        long rows,
        long bad,
        long accepted,
        Map<String, Long> rejected,
        Map<String, Long> excluded,
        Map<String, Long> placeholders,
        @Nullable String snapshotId,
        long train,
        long validation,
        long holdout) {}
