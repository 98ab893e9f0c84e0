package dev.millrace.curation.rules.redaction;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Precision and recall by type. What should be found is found if one span of its type covers it wholly, or a part of the person
 * would stay; a span is right if it touches one of its type.
 */
final class Scores {

    /** A span that should be found. */
    record Gold(PiiType type, int start, int end) {}

    /** How one type came out. */
    static final class Score {
        private long gold;
        private long found;
        private long reported;
        private long right;

        long gold() {
            return gold;
        }

        double recall() {
            return gold == 0 ? 1 : (double) found / gold;
        }

        double precision() {
            return reported == 0 ? 1 : (double) right / reported;
        }
    }

    private final Map<PiiType, Score> byType = new EnumMap<>(PiiType.class);
    private final List<String> mistakes = new ArrayList<>();

    void add(String text, List<Gold> gold, List<Redactor.Found> reported) {
        for (Gold wanted : gold) {
            Score score = of(wanted.type());
            score.gold++;
            boolean found = reported.stream().anyMatch(span -> covers(span, wanted));
            score.found += found ? 1 : 0;
            note(!found, "missed " + wanted.type(), text, wanted.start(), wanted.end());
        }
        for (Redactor.Found span : reported) {
            Score score = of(span.type());
            score.reported++;
            boolean right = gold.stream().anyMatch(wanted -> matches(wanted, span));
            score.right += right ? 1 : 0;
            note(!right, "wrong " + span.type(), text, span.start(), span.end());
        }
    }

    private static boolean covers(Redactor.Found span, Gold wanted) {
        return span.type() == wanted.type() && span.start() <= wanted.start() && span.end() >= wanted.end();
    }

    private static boolean matches(Gold wanted, Redactor.Found span) {
        return wanted.type() == span.type() && wanted.start() < span.end() && span.start() < wanted.end();
    }

    private void note(boolean mistake, String what, String text, int start, int end) {
        if (mistake) {
            String before = text.substring(Math.max(0, start - 30), start);
            mistakes.add(what + ": " + before + "[" + text.substring(start, end) + "]");
        }
    }

    Score of(PiiType type) {
        return byType.computeIfAbsent(type, unused -> new Score());
    }

    List<String> mistakes(PiiType type) {
        return mistakes.stream()
                .filter(mistake -> mistake.contains(" " + type + ":"))
                .toList();
    }
}
