package dev.millrace.curation.rules.redaction;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keys and tokens that their issuers mark by a prefix, JSON web tokens, and PEM private keys. */
final class SecretDetector implements Detector {
    private static final String PEM = "-----BEGIN ";
    private static final String PEM_END = "-----END ";

    /** Keeps the scan linear; real headers have less than 200 characters. */
    private static final int MAX_HEADER = 1024;

    /** A prefix that has no sign is followed by letters and digits at once. */
    private static final int SHORTEST_WORD = 10;

    /** A prefix and how many characters at least must follow it. */
    private record Issued(String prefix, int rest) {}

    private static final List<Issued> ISSUED = List.of(
            new Issued("AKIA", 16), // AWS
            new Issued("ASIA", 16),
            new Issued("ghp_", 36), // GitHub
            new Issued("gho_", 36),
            new Issued("ghu_", 36),
            new Issued("ghs_", 36),
            new Issued("ghr_", 36),
            new Issued("github_pat_", 22),
            new Issued("glpat-", 20), // GitLab
            new Issued("xoxa-", 10), // Slack
            new Issued("xoxb-", 10),
            new Issued("xoxp-", 10),
            new Issued("xoxr-", 10),
            new Issued("xoxs-", 10),
            new Issued("xapp-", 10),
            new Issued("sk_live_", 16), // Stripe
            new Issued("sk_test_", 16),
            new Issued("rk_live_", 16),
            new Issued("rk_test_", 16),
            new Issued("pk_live_", 16),
            new Issued("whsec_", 16),
            new Issued("sk-", 20), // OpenAI, Anthropic
            new Issued("AIza", 35), // Google
            new Issued("npm_", 36),
            new Issued("hf_", 30), // Hugging Face
            new Issued("dop_v1_", 64)); // DigitalOcean

    private static final String WEB_TOKEN = "eyJ";

    /** A bit for each character that a secret begins with; all are ASCII letters. */
    private static final long FIRST = ISSUED.stream()
            .mapToLong(issued -> bit(issued.prefix().charAt(0)))
            .reduce(bit(WEB_TOKEN.charAt(0)), (a, b) -> a | b);

    private static long bit(char letter) {
        return 1L << (letter - 'A');
    }

    /** Whether a secret may begin with a word of this first letter and length and what comes behind it. */
    static boolean mayBegin(char first, int length, char next) {
        return (length >= SHORTEST_WORD || next == '_' || next == '-') && first < 128 && (FIRST & bit(first)) != 0;
    }

    @Override
    public @Nullable Span detect(String text, int at) {
        if (text.startsWith(PEM, at)) {
            return privateKey(text, at);
        }
        if (text.startsWith(WEB_TOKEN, at)) {
            return webToken(text, at);
        }
        for (Issued issued : ISSUED) {
            if (text.startsWith(issued.prefix(), at)) {
                int end = tokenEnd(text, at + issued.prefix().length());
                if (end - at >= issued.prefix().length() + issued.rest()) {
                    return span(text, at, end);
                }
            }
        }
        return null;
    }

    /** To the end line of the block, or to the end of the text where that is missing. */
    private static @Nullable Span privateKey(String text, int at) {
        int title = text.indexOf("-----", at + PEM.length());
        if (title < 0
                || title - at > 60
                || !text.substring(at, title).toUpperCase(Locale.ROOT).contains("PRIVATE KEY")) {
            return null;
        }
        int last = text.indexOf(PEM_END, title);
        int close = last < 0 ? -1 : text.indexOf("-----", last + PEM_END.length());
        return span(text, at, close < 0 ? text.length() : close + 5);
    }

    /** Three base64url parts with dots between them; the third may be empty. */
    private static @Nullable Span webToken(String text, int at) {
        int header = at;
        while (header - at < MAX_HEADER && Chars.isBase64Url(Chars.at(text, header))) {
            header++;
        }
        int payload = Chars.at(text, header) == '.' ? tokenEnd(text, header + 1) : header;
        if (header - at < 10 || payload - header < 10 || Chars.at(text, payload) != '.') {
            return null;
        }
        return span(text, at, tokenEnd(text, payload + 1));
    }

    private static int tokenEnd(String text, int from) {
        int i = from;
        while (i < text.length() && Chars.isBase64Url(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static Span span(String text, int at, int end) {
        return new Span(PiiType.SECRET, end, text.substring(at, end));
    }
}
