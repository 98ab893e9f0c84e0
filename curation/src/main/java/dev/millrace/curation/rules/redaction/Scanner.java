package dev.millrace.curation.rules.redaction;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes over a text once and asks, where a word begins, only those detectors that its first character, its length, its digits
 * and the sign behind it call for. Most words call for none.
 *
 * <p>Linear in the length of the text. Thread-safe.
 */
final class Scanner {
    private static final Detector EMAIL = new EmailDetector();
    private static final Detector URL_USER = new UrlUserDetector();
    private static final Detector SECRET = new SecretDetector();
    private static final Detector CREDENTIAL = new CredentialDetector();
    private static final Detector IBAN = new IbanDetector();
    private static final Detector NETWORK = new NetworkDetector();
    private static final Detector IPV6 = new Ipv6Detector();
    private static final Detector BITCOIN = new BitcoinDetector();
    private static final Detector BORN = new BirthDateDetector();
    private static final Detector CARD = new CardDetector();
    private static final Detector SSN = new SsnDetector();
    private static final Detector ID = new NationalIdDetector();
    private static final Detector ACCOUNT = new AccountDetector();

    /** A number of fewer digits, with none behind it, is at most the day of a date. */
    private static final int SHORTEST_NUMBER = 5;

    private final Detector phone;
    private final NameDetector names;

    Scanner(Collection<String> names, String phoneRegion) {
        this.phone = new PhoneDetector(phoneRegion);
        this.names = new NameDetector(names);
    }

    /** Takes each span with the index of its first character, from left to right. */
    @FunctionalInterface
    interface Receiver {
        void accept(int start, Span span);
    }

    /** @param named further names in the text, from left to right */
    void scan(String text, List<NameFinder.Name> named, Receiver found) {
        new Pass(text, named, found).run();
    }

    /** One way over one text. */
    private final class Pass {
        private final String text;
        private final List<NameFinder.Name> named;
        private final Receiver found;
        private int nextNamed;
        private int nextAtSign = -1;
        private int localChecked;

        Pass(String text, List<NameFinder.Name> named, Receiver found) {
            this.text = text;
            this.named = named;
            this.found = found;
        }

        void run() {
            int i = 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                i = Chars.isWord(c) ? word(i) : sign(i, c);
            }
        }

        /** Goes on behind a span, or behind the word that is none. */
        private int word(int at) {
            int sum = 0;
            int digits = 0;
            int end = at;
            char c = text.charAt(at);
            do {
                digits += Chars.isDigit(c) ? 1 : 0;
                sum = WordFilter.next(sum, c);
                c = Chars.at(text, ++end);
            } while (Chars.isWord(c));
            Span span = email(at);
            if (span == null) {
                span = Chars.isDigit(text.charAt(at)) ? number(at, end, digits) : letters(at, end, digits);
            }
            return span == null ? name(at, end, WordFilter.mixed(sum)) : accept(at, span);
        }

        private int name(int at, int end, int hash) {
            Span span = names.mayBegin(hash) ? names.detect(text, at) : null;
            span = span == null ? named(at) : span;
            return span == null ? end : accept(at, span);
        }

        private @Nullable Span named(int at) {
            while (nextNamed < named.size() && named.get(nextNamed).start() < at) {
                nextNamed++;
            }
            if (nextNamed == named.size() || named.get(nextNamed).start() > at) {
                return null;
            }
            NameFinder.Name name = named.get(nextNamed);
            return new Span(PiiType.NAME, name.end(), name.identity());
        }

        /** Nothing begins within a word. */
        private int accept(int at, Span span) {
            found.accept(at, span);
            int end = span.end();
            return Chars.isWord(Chars.at(text, end - 1)) ? Chars.wordEnd(text, end) : end;
        }

        /** What may stand before an at sign is looked at once, and only where there is one. */
        private @Nullable Span email(int at) {
            if (nextAtSign < at) {
                int next = text.indexOf('@', at);
                nextAtSign = next < 0 ? text.length() : next;
            }
            if (nextAtSign - at > EmailDetector.MAX_LOCAL || at < localChecked) {
                return null;
            }
            localChecked = EmailDetector.localEnd(text, at);
            return localChecked == nextAtSign ? EMAIL.detect(text, at) : null;
        }

        private @Nullable Span letters(int at, int end, int digits) {
            char first = text.charAt(at);
            char next = Chars.at(text, end);
            int length = end - at;
            Span span = SecretDetector.mayBegin(length, next) ? SECRET.detect(text, at) : null;
            if (span == null && digits > 0) {
                span = first(at, IBAN, BITCOIN);
            }
            if (span == null && (next == ':' || next == '-')) {
                span = first(at, NETWORK, IPV6);
            }
            if (span == null && CredentialDetector.mayBegin(first, length)) {
                span = CREDENTIAL.detect(text, at);
            }
            if (span == null && isFollowedByDigit(end)) {
                span = first(at, ID, ACCOUNT, BORN);
            } else if (span == null && digits > 0) {
                span = first(at, ID, ACCOUNT);
            }
            return span;
        }

        private @Nullable Span number(int at, int end, int digits) {
            char next = Chars.at(text, end);
            if (digits == end - at && digits < SHORTEST_NUMBER && !goesOn(end, next)) {
                return next == ' ' || next == '.' ? BORN.detect(text, at) : null;
            }
            return first(at, BORN, NETWORK, IPV6, BITCOIN, CARD, SSN, ID, ACCOUNT, phone);
        }

        /** Whether a number has more of itself behind a sign, or behind a blank and a sign. */
        private boolean goesOn(int end, char next) {
            if (next == ':') {
                return true;
            }
            if (!PhoneDetector.isInNumber(next)) {
                return false;
            }
            char behind = Chars.at(text, end + 1);
            return Chars.isDigit(behind)
                    || (next == '-' && Chars.isHex(behind))
                    || (PhoneDetector.isInNumber(behind) && Chars.isDigit(Chars.at(text, end + 2)));
        }

        private boolean isFollowedByDigit(int end) {
            char next = Chars.at(text, end);
            return (next == ' ' || next == '-') && Chars.isDigit(Chars.at(text, end + 1));
        }

        private int sign(int at, char c) {
            Span span =
                    switch (c) {
                        case '/' -> URL_USER.detect(text, at);
                        case '-' -> SECRET.detect(text, at);
                        case '+', '(' -> Chars.isWord(Chars.at(text, at - 1)) ? null : phone(at);
                        default -> null;
                    };
            return span == null ? at + 1 : accept(at, span);
        }

        private @Nullable Span phone(int at) {
            char next = Chars.at(text, at + 1);
            return Chars.isDigit(next) || next == '+' || next == '(' || next == ' ' ? phone.detect(text, at) : null;
        }

        private @Nullable Span first(int at, Detector... detectors) {
            for (Detector detector : detectors) {
                Span span = detector.detect(text, at);
                if (span != null) {
                    return span;
                }
            }
            return null;
        }
    }
}
