package dev.millrace.curation.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * FineWeb's own filters for web pages, with their published thresholds (Penedo et al., 2024, section 3.6), over all that
 * customer and agent wrote.
 */
final class FineWebRules {

    static final List<Rule> ALL = List.of(
            FineWebRules::endedLines,
            judged -> GopherRules.atMost(judged, RejectionReason.LINES, "shortLines", WebText::shortLines, 0.67),
            judged -> GopherRules.atMost(
                    judged, RejectionReason.REPETITION, "duplicateLineChars", WebText::duplicateLineChars, 0.01),
            judged -> GopherRules.atMost(judged, RejectionReason.LINES, "linesPerWord", WebText::linesPerWord, 0.3));

    private static final double LEAST_ENDED = 0.12;

    private FineWebRules() {}

    private static Optional<Rule.Broken> endedLines(Judged judged) {
        double ended = judged.webText().endedLines();
        return Rule.unless(ended >= LEAST_ENDED, RejectionReason.LINES, Map.of("endedLines", ended));
    }
}
