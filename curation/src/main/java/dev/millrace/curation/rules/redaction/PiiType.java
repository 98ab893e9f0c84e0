package dev.millrace.curation.rules.redaction;

import java.util.Locale;

/** A kind of personal data or secret; its name stands in the placeholder, as in {@code <EMAIL_1>}. */
public enum PiiType {
    EMAIL,
    PHONE,
    CARD,
    IBAN,
    IP,
    MAC,
    SSN,
    /** A national id of another country. */
    ID,
    /** A Bitcoin address. */
    BTC,
    /** A date of birth. */
    BORN,
    /** A bank or customer account, told as such. */
    ACCOUNT,
    SECRET,
    NAME;

    /** As counts name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
