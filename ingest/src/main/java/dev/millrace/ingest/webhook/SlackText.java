package dev.millrace.ingest.webhook;

/**
 * Slack's markup as plain text: links by their label, mentions without ids, the three escaped characters. One pass.
 * Format: <a href="https://docs.slack.dev/messaging/formatting-message-text">Formatting message text</a>.
 */
final class SlackText {
    /** What is longer than this between angle brackets is no markup. */
    private static final int LONGEST = 4_000;

    private SlackText() {}

    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '<' ? end(text, at + 1) : -1;
            if (end > 0) {
                unescape(shown(text.substring(at + 1, end)), plain);
                at = end + 1;
            } else if (c == '&') {
                at += unescapeAt(text, at, plain);
            } else {
                plain.append(c);
                at++;
            }
        }
        return plain.toString();
    }

    /** Where the markup that begins here ends; -1 where it is none. */
    private static int end(String text, int from) {
        int most = Math.min(text.length(), from + LONGEST);
        for (int i = from; i < most; i++) {
            char c = text.charAt(i);
            if (c == '>') {
                return i;
            }
            if (c == '<' || c == '\n') {
                return -1;
            }
        }
        return -1;
    }

    private static String shown(String markup) {
        int bar = markup.indexOf('|');
        String label = bar < 0 ? "" : markup.substring(bar + 1);
        char kind = markup.isEmpty() ? ' ' : markup.charAt(0);
        return switch (kind) {
            case '@' -> "@" + (label.isEmpty() ? "user" : label);
            case '#' -> "#" + (label.isEmpty() ? "channel" : label);
            case '!' -> label.isEmpty() ? "@" + markup.substring(1).replaceFirst("\\^.*", "") : label;
            default -> label.isEmpty() ? markup.replaceFirst("^mailto:|^tel:", "") : label;
        };
    }

    private static void unescape(String text, StringBuilder plain) {
        int at = 0;
        while (at < text.length()) {
            at += unescapeAt(text, at, plain);
        }
    }

    /** Appends what stands at a place, and tells how many characters that was. */
    private static int unescapeAt(String text, int at, StringBuilder plain) {
        if (text.startsWith("&lt;", at)) {
            plain.append('<');
            return 4;
        }
        if (text.startsWith("&gt;", at)) {
            plain.append('>');
            return 4;
        }
        plain.append(text.charAt(at));
        return text.startsWith("&amp;", at) ? 5 : 1;
    }
}
