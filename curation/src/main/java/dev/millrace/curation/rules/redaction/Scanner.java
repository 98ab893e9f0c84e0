package dev.millrace.curation.rules.redaction;

import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes over a text once and asks, where a token begins, only those detectors that its first character calls for.
 *
 * <p>Linear in the length of the text. Thread-safe.
 */
final class Scanner {
    private final Detector email = new EmailDetector();
    private final Detector urlUser = new UrlUserDetector();
    private final Detector secret = new SecretDetector();
    private final List<Detector> ofDigits;
    private final List<Detector> ofLetters;

    Scanner(Collection<String> names, String phoneRegion) {
        Detector network = new NetworkDetector();
        Detector ipv6 = new Ipv6Detector();
        Detector id = new NationalIdDetector();
        Detector bitcoin = new BitcoinDetector();
        Detector born = new BirthDateDetector();
        Detector account = new AccountDetector();
        ofDigits = List.of(
                born,
                network,
                ipv6,
                bitcoin,
                new CardDetector(),
                new SsnDetector(),
                id,
                account,
                new PhoneDetector(phoneRegion));
        ofLetters = List.of(
                secret,
                new IbanDetector(),
                network,
                ipv6,
                bitcoin,
                new CredentialDetector(),
                id,
                account,
                born,
                new NameDetector(names));
    }

    /** Hands each span with the index of its first character to a receiver, from left to right. */
    void scan(String text, BiConsumer<Integer, Span> found) {
        int emailChecked = 0;
        int i = 0;
        while (i < text.length()) {
            if (!beginsToken(text, i)) {
                i++;
                continue;
            }
            Span span = null;
            if (i >= emailChecked && Chars.isWord(text.charAt(i))) {
                span = email.detect(text, i);
                emailChecked = EmailDetector.localEnd(text, i);
            }
            span = span != null ? span : first(detectors(text.charAt(i)), text, i);
            if (span == null) {
                i++;
            } else {
                found.accept(i, span);
                i = span.end();
            }
        }
    }

    private static boolean beginsToken(String text, int at) {
        char c = text.charAt(at);
        return c == '/' || c == '-' || !Chars.isWord(Chars.at(text, at - 1));
    }

    private List<Detector> detectors(char c) {
        if (Chars.isDigit(c) || c == '+' || c == '(') {
            return ofDigits;
        }
        if (c == '/') {
            return List.of(urlUser);
        }
        if (c == '-') {
            return List.of(secret);
        }
        return Character.isLetter(c) ? ofLetters : List.of();
    }

    private static @Nullable Span first(List<Detector> detectors, String text, int at) {
        for (Detector detector : detectors) {
            Span span = detector.detect(text, at);
            if (span != null) {
                return span;
            }
        }
        return null;
    }
}
