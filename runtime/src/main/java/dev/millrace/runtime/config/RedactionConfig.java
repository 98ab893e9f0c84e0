package dev.millrace.runtime.config;

@Doc("Which kinds of personal data are replaced by placeholders.")
public record RedactionConfig(
        @Doc("E-mail addresses.") boolean email,
        @Doc("Phone numbers.") boolean phone,
        @Doc("Payment card numbers.") boolean card,
        @Doc("Bank account numbers (IBAN).") boolean iban,
        @Doc("IPv4 and IPv6 addresses.") boolean ip,
        @Doc("API keys, tokens and private keys.") boolean secrets,
        @Doc("Names known from the events' own fields.") boolean names) {

    public static final RedactionConfig DEFAULTS = new RedactionConfig(true, true, true, true, true, true, true);
}
