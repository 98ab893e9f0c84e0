package dev.millrace.curation.rules.redaction;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers that the words before them make an account, a driver's licence or a passport: 5 to 20 letters and digits. */
final class AccountDetector implements Detector {
    private static final Context ACCOUNT = Context.of(
            "account accounts acct konto kontonummer compte cuenta routing sort licence license passport reisepass");
    private static final Context OTHER = Context.of("order ticket invoice case tracking phone telephone");
    private static final int SHORTEST = 5;
    private static final int LONGEST = 20;
    private static final int LEAST_DIGITS = 5;

    @Override
    public @Nullable Span detect(String text, int at) {
        int digits = 0;
        int end = at;
        while (end - at <= LONGEST && Chars.isAsciiAlphanumeric(Chars.at(text, end))) {
            digits += Chars.isDigit(text.charAt(end)) ? 1 : 0;
            end++;
            boolean grouped = Chars.at(text, end) == '-' && Chars.isDigit(Chars.at(text, end + 1));
            end += grouped ? 1 : 0;
        }
        boolean plausible = digits >= LEAST_DIGITS
                && end - at >= SHORTEST
                && end - at <= LONGEST
                && !Chars.isWord(Chars.at(text, end));
        return plausible && ACCOUNT.precedes(text, at) && !OTHER.precedes(text, at)
                ? new Span(PiiType.ACCOUNT, end, text.substring(at, end).toLowerCase(Locale.ROOT))
                : null;
    }
}
