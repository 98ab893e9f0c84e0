package dev.millrace.runtime.config;

import java.util.List;

@Doc("Which kinds of personal data are replaced by placeholders.")
public record RedactionConfig(
        @Doc("E-mail addresses.") boolean email,
        @Doc("Phone numbers.") boolean phone,
        @Doc("Payment card numbers.") boolean card,

        @Doc("Bank account numbers (IBAN), and account numbers that are told as such.")
        boolean iban,

        @Doc("IPv4, IPv6 and MAC addresses.") boolean ip,

        @Doc("National ids of other countries; US social security numbers are always replaced.")
        boolean ids,

        @Doc("Dates of birth that are told as such.") boolean birthDates,

        @Doc("API keys, tokens, private keys, passwords, and Bitcoin addresses.")
        boolean secrets,

        @Doc(
                "Names known from the events' own fields, from salutations and from signatures, and those of `dictionary`.")
        boolean names,

        @Doc("Further names to replace wherever they stand, such as those of the staff.")
        List<String> dictionary) {

    public static final RedactionConfig DEFAULTS =
            new RedactionConfig(true, true, true, true, true, true, true, true, true, List.of());

    public RedactionConfig {
        dictionary = List.copyOf(dictionary);
        dictionary.forEach(name -> Check.notBlank("dictionary", name));
    }
}
