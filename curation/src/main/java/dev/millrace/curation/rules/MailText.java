package dev.millrace.curation.rules;

import dev.millrace.curation.rules.redaction.LowerCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A mail without what its writer did not write for this occasion: quoted history, disclaimer, signature.
 *
 * <p>Works on lines, by the marks that mail programs leave (RFC 3676 and the usual ones of English, German, French, Spanish
 * and Dutch). Where nothing else would be left, such as of a mail that only forwards another, the text stays as it is. Linear
 * in the text.
 */
final class MailText {
    /** A longer line is prose, not a mark. */
    private static final int LONGEST_MARK = 200;
    /** How many lines an attribution may be broken into. */
    private static final int ATTRIBUTION_LINES = 3;
    /** How far below its first line a block of copied headers shows that it is one. */
    private static final int HEADER_LINES = 6;
    /** A signature has at most so many lines, and each of them at most so many characters. */
    private static final int SIGNATURE_LINES = 8;

    private static final int SIGNATURE_LINE = 80;
    private static final int NAME_WORDS = 4;

    private static final Pattern DIVIDER =
            Pattern.compile("(?i)[-_=* ]{2,40}(?:original message|original appointment|forwarded"
                    + " message|begin forwarded message:?|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine"
                    + "|message transféré|mensaje original|oorspronkelijk bericht)[-_=* ]{0,40}");
    private static final Pattern REPLY_ABOVE = Pattern.compile(
            "(?i)[#\\-= ]{0,20}(?:please )?(?:type|write|enter) your reply above this line[#\\-=. ]{0,20}");
    private static final Pattern ATTRIBUTION_BEGINS = Pattern.compile("(?i)(?:on|am|le|el|op) .*");
    private static final Pattern ATTRIBUTION_ENDS =
            Pattern.compile("(?i).*(?:wrote|schrieb|a écrit|escribió|schreef)(?: .{0,100})?:");
    private static final Pattern FROM = Pattern.compile("(?i)\\*?(?:from|von|de|van)\\*? ?:.*");
    private static final Pattern SENT =
            Pattern.compile("(?i)\\*?(?:sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|verzonden)\\*? ?:.*");
    private static final Pattern SUBJECT =
            Pattern.compile("(?i)\\*?(?:subject|betreff|objet|asunto|onderwerp)\\*? ?:.*");
    private static final Pattern SENT_FROM = Pattern.compile(
            "(?i)(?:sent from my |sent from (?:mail|outlook|yahoo|proton)"
                    + "|get outlook for |von meinem .{1,40} gesendet|gesendet mit |envoyé de mon |enviado desde mi ).{0,80}");
    private static final Pattern SIGN_OFF = Pattern.compile("(?i)(?:(?:many |with )?(?:best|kind|warm|warmest|kindest)"
            + "(?: regards| wishes)?|regards|sincerely|yours (?:sincerely|truly|faithfully)|mit freundlichen grüßen"
            + "|viele grüße|beste grüße|freundliche grüße|cordialement|bien à vous|saludos(?: cordiales)?|atentamente"
            + "|met vriendelijke groet(?:en)?)[,.!]?");
    private static final Pattern THANKS = Pattern.compile(
            "(?i)(?:cheers|many thanks|thanks(?: again| so much)?|thank you|danke|merci|gracias)[,.!]?");
    private static final Set<String> DISCLAIMERS = Set.of(
            "intended recipient",
            "this e-mail and any attachments",
            "this email and any attachments",
            "this message and any attachments",
            "confidentiality notice",
            "please consider the environment before printing",
            "diese e-mail enthält vertrauliche",
            "ce message et toutes les pièces jointes",
            "este mensaje y sus archivos adjuntos");

    private MailText() {}

    /** @param text cleaned by {@link CleanText} */
    static String of(String text) {
        List<String> lines = text.lines().toList();
        List<String> left = withoutSignature(withoutDisclaimers(withoutHistory(lines)));
        if (left.size() == lines.size()) {
            return text;
        }
        String words = CleanText.of(String.join("\n", left));
        return words.isEmpty() ? text : words;
    }

    /** Without quoted lines, and without what follows a mark of the history unless quoted lines follow it at once. */
    private static List<String> withoutHistory(List<String> lines) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (isMark(DIVIDER, line) || isMark(REPLY_ABOVE, line) || isHeaderBlock(lines, i)) {
                break;
            }
            int attribution = attribution(lines, i);
            if (attribution > 0 && !isQuoted(firstWords(lines, i + attribution))) {
                break;
            }
            if (attribution > 0) {
                i += attribution - 1;
            } else if (!isQuoted(line)) {
                kept.add(lines.get(i));
            }
        }
        return kept;
    }

    private static boolean isMark(Pattern pattern, String line) {
        return line.length() <= LONGEST_MARK && pattern.matcher(line).matches();
    }

    private static boolean isQuoted(String line) {
        return line.startsWith(">");
    }

    private static String firstWords(List<String> lines, int from) {
        for (int i = from; i < Math.min(lines.size(), from + HEADER_LINES); i++) {
            if (!lines.get(i).isBlank()) {
                return lines.get(i).strip();
            }
        }
        return "";
    }

    /** How many lines an attribution such as "On Monday, Ada wrote:" has here; 0 where there is none. */
    private static int attribution(List<String> lines, int at) {
        if (!isMark(ATTRIBUTION_BEGINS, lines.get(at).strip())) {
            return 0;
        }
        for (int i = at; i < Math.min(lines.size(), at + ATTRIBUTION_LINES); i++) {
            if (isMark(ATTRIBUTION_ENDS, lines.get(i).strip())) {
                return i - at + 1;
            }
        }
        return 0;
    }

    /** Copied headers: the sender, and soon after it time and subject. */
    private static boolean isHeaderBlock(List<String> lines, int at) {
        if (!isMark(FROM, lines.get(at).strip())) {
            return false;
        }
        List<String> next = lines.subList(at + 1, Math.min(lines.size(), at + HEADER_LINES));
        return next.stream().anyMatch(line -> isMark(SENT, line.strip()))
                && next.stream().anyMatch(line -> isMark(SUBJECT, line.strip()));
    }

    /** Without the last paragraphs as far as they are disclaimers. */
    private static List<String> withoutDisclaimers(List<String> lines) {
        int end = lines.size();
        while (true) {
            int last = back(lines, end, true);
            int first = back(lines, last, false);
            if (lines.subList(first, last).stream().noneMatch(MailText::isDisclaimer)) {
                return lines.subList(0, end);
            }
            end = first;
        }
    }

    /** Goes back over lines that are blank, or over such as are not. */
    private static int back(List<String> lines, int from, boolean blank) {
        int at = from;
        while (at > 0 && lines.get(at - 1).isBlank() == blank) {
            at--;
        }
        return at;
    }

    private static boolean isDisclaimer(String line) {
        String lower = LowerCase.of(line);
        return DISCLAIMERS.stream().anyMatch(lower::contains);
    }

    /** Without what follows "-- " or the formula that a mail ends with, and without that formula. */
    private static List<String> withoutSignature(List<String> lines) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.equals("--") || endsHere(lines, i)) {
                break;
            }
            if (!isMark(SENT_FROM, line)) {
                kept.add(lines.get(i));
            }
        }
        return kept;
    }

    /** Whether a closing formula stands here, and behind it a few short lines; behind mere thanks, a name. */
    private static boolean endsHere(List<String> lines, int at) {
        String line = lines.get(at).strip();
        boolean formal = isMark(SIGN_OFF, line);
        if ((!formal && !isMark(THANKS, line)) || lines.size() - at > 2 * SIGNATURE_LINES) {
            return false;
        }
        List<String> rest = lines.subList(at + 1, lines.size()).stream()
                .map(String::strip)
                .filter(words -> !words.isEmpty())
                .toList();
        return !rest.isEmpty()
                && rest.size() <= SIGNATURE_LINES
                && rest.stream().allMatch(words -> words.length() <= SIGNATURE_LINE)
                && (formal || isName(rest.get(0)));
    }

    private static boolean isName(String line) {
        return !line.matches(".*[.?!:]")
                && line.split("\\s+").length <= NAME_WORDS
                && !line.matches("(?:.* )?\\p{Ll}.*");
    }
}
