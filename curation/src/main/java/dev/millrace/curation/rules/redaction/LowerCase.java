package dev.millrace.curation.rules.redaction;

import java.util.Locale;

/**
 * Lower case of what people write, in linear time.
 *
 * <p>{@link String#toLowerCase(Locale)} copies all it has made so far at each capital I with a dot above, the one character of which it makes
 * two: a message of nothing else would keep it busy for seconds.
 */
public final class LowerCase {
    private static final String DOTTED = "\u0130";
    private static final String IN_LOWER_CASE = "i\u0307";

    private LowerCase() {}

    /** The same as {@code text.toLowerCase(Locale.ROOT)}. */
    public static String of(String text) {
        return text.replace(DOTTED, IN_LOWER_CASE).toLowerCase(Locale.ROOT);
    }
}
