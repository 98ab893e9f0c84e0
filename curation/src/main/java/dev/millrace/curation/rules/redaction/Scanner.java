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
    // Of their own classes and asked one by one, so that the compiler can do without looking up whose method it is.
    private static final EmailDetector EMAIL = new EmailDetector();
    private static final UrlUserDetector URL_USER = new UrlUserDetector();
    private static final SecretDetector SECRET = new SecretDetector();
    private static final CredentialDetector CREDENTIAL = new CredentialDetector();
    private static final IbanDetector IBAN = new IbanDetector();
    private static final NetworkDetector NETWORK = new NetworkDetector();
    private static final Ipv6Detector IPV6 = new Ipv6Detector();
    private static final BitcoinDetector BITCOIN = new BitcoinDetector();
    private static final BirthDateDetector BORN = new BirthDateDetector();
    private static final CardDetector CARD = new CardDetector();
    private static final SsnDetector SSN = new SsnDetector();
    private static final NationalIdDetector ID = new NationalIdDetector();
    private static final AccountDetector ACCOUNT = new AccountDetector();

    /** A number of fewer digits, with none behind it, is at most the day of a date. */
    private static final int SHORTEST_NUMBER = 5;

    /** Of digits that no sign follows. */
    private static final int SHORTEST_ID = 8;

    private final PhoneDetector phone;
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

        /** The same with a blank behind it. */
        private final char[] chars;

        private final List<NameFinder.Name> named;
        private final Receiver found;
        private int nextNamed;
        private int nextAtSign = -1;
        private int localChecked;

        Pass(String text, List<NameFinder.Name> named, Receiver found) {
            this.text = text;
            this.chars = new char[text.length() + 1];
            text.getChars(0, text.length(), chars, 0);
            chars[text.length()] = ' ';
            this.named = named;
            this.found = found;
        }

        void run() {
            int length = text.length();
            int i = 0;
            while (i < length) {
                char c = chars[i];
                if (Chars.isWord(c)) {
                    i = word(i);
                } else {
                    i = Chars.isSign(c) ? sign(i, c) : i + 1;
                }
            }
        }

        /** Goes on behind a span, or behind the word that is none. */
        private int word(int at) {
            int sum = 0;
            int digits = 0;
            int end = at;
            char c = chars[at];
            do {
                digits += Chars.isDigit(c) ? 1 : 0;
                sum = WordFilter.next(sum, c);
                c = chars[++end];
            } while (Chars.isWord(c));
            Span span = email(at);
            if (span == null) {
                span = Chars.isDigit(chars[at]) ? number(at, end, digits) : letters(at, end, digits);
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
            char first = chars[at];
            char next = chars[end];
            int length = end - at;
            Span span = SecretDetector.mayBegin(first, length, next) ? SECRET.detect(text, at) : null;
            if (span == null && digits > 0) {
                span = IBAN.detect(text, at);
                span = span == null ? BITCOIN.detect(text, at) : span;
            }
            if (span == null && (next == ':' || next == '-')) {
                span = NETWORK.detect(text, at);
                span = span == null ? IPV6.detect(text, at) : span;
            }
            if (span == null && CredentialDetector.mayBegin(first, chars[at + 1], length)) {
                span = CREDENTIAL.detect(text, at);
            }
            boolean beforeNumber = isFollowedByDigit(end);
            if (span == null && (beforeNumber || digits > 0)) {
                span = ID.detect(text, at);
                span = span == null ? ACCOUNT.detect(text, at) : span;
            }
            return span == null && beforeNumber ? BORN.detect(text, at) : span;
        }

        private @Nullable Span number(int at, int end, int digits) {
            char next = chars[end];
            int length = end - at;
            boolean more = goesOn(end, next);
            if (digits == length && digits < SHORTEST_NUMBER && !more) {
                return next == ' ' || next == '.' ? BORN.detect(text, at) : null;
            }
            Span span = more ? grouped(at) : null;
            if (span == null && length >= BitcoinDetector.SHORTEST) {
                span = BITCOIN.detect(text, at);
            }
            if (span == null && (more || length >= CardDetector.MIN)) {
                span = CARD.detect(text, at);
            }
            if (span == null && (more || length >= SHORTEST_ID)) {
                span = ID.detect(text, at);
            }
            span = span == null ? ACCOUNT.detect(text, at) : span;
            return span == null && (more || length >= PhonePlan.MIN_DIGITS) ? phone.detect(text, at) : span;
        }

        private @Nullable Span grouped(int at) {
            Span span = BORN.detect(text, at);
            span = span == null ? NETWORK.detect(text, at) : span;
            span = span == null ? IPV6.detect(text, at) : span;
            return span == null ? SSN.detect(text, at) : span;
        }

        /** Whether a number has more of itself behind a sign, or behind a blank and a sign. */
        private boolean goesOn(int end, char next) {
            if (next == ':' || next == '+') {
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
            char next = chars[end];
            return (next == ' ' || next == '-') && Chars.isDigit(Chars.at(text, end + 1));
        }

        private int sign(int at, char c) {
            Span span =
                    switch (c) {
                        case '/' -> URL_USER.detect(text, at);
                        case '-' -> chars[at + 1] == '-' ? SECRET.detect(text, at) : null;
                        case '+', '(' -> Chars.isWord(Chars.at(text, at - 1)) ? null : phone(at);
                        default -> null;
                    };
            return span == null ? at + 1 : accept(at, span);
        }

        private @Nullable Span phone(int at) {
            char next = Chars.at(text, at + 1);
            return Chars.isDigit(next) || next == '+' || next == '(' || next == ' ' ? phone.detect(text, at) : null;
        }
    }
}
