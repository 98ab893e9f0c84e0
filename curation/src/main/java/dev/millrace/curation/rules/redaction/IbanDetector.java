package dev.millrace.curation.rules.redaction;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** International bank account numbers: known country, its length, and the check digits of ISO 13616 (mod 97). */
final class IbanDetector implements Detector {
    private static final Map<String, Integer> LENGTHS = lengths(
            "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24"
                    + " FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20"
                    + " LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29"
                    + " PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20");

    private static Map<String, Integer> lengths(String table) {
        return Arrays.stream(table.split(" "))
                .collect(Collectors.toUnmodifiableMap(s -> s.substring(0, 2), s -> Integer.valueOf(s.substring(2))));
    }

    @Override
    public @Nullable Span detect(String text, int at) {
        if (!Chars.isAsciiLetter(Chars.at(text, at))
                || !Chars.isAsciiLetter(Chars.at(text, at + 1))
                || !Chars.isDigit(Chars.at(text, at + 2))
                || !Chars.isDigit(Chars.at(text, at + 3))) {
            return null;
        }
        Integer length = LENGTHS.get(text.substring(at, at + 2).toUpperCase(Locale.ROOT));
        return length == null ? null : account(text, at, length);
    }

    private static @Nullable Span account(String text, int at, int length) {
        StringBuilder account = new StringBuilder(length);
        int i = at;
        while (account.length() < length && Chars.isAsciiAlphanumeric(Chars.at(text, i))) {
            account.append(Character.toUpperCase(text.charAt(i++)));
            if (account.length() < length
                    && Chars.isGroupSeparator(Chars.at(text, i))
                    && Chars.isAsciiAlphanumeric(Chars.at(text, i + 1))) {
                i++;
            }
        }
        boolean whole = account.length() == length && !Chars.isWord(Chars.at(text, i));
        return whole && remainder(account) == 1 ? new Span(PiiType.IBAN, i, account.toString()) : null;
    }

    /** Mod 97 with the first four characters moved to the end and letters read as 10 to 35. */
    private static int remainder(CharSequence account) {
        int remainder = 0;
        for (int i = 0; i < account.length(); i++) {
            int value = Character.digit(account.charAt((i + 4) % account.length()), 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder;
    }
}
