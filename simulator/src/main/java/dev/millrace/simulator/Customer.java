package dev.millrace.simulator;

import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A person of the invented company's customers, with made-up personal data that passes the usual checksums.
 *
 * @param slots personal data by the name of the slot that shows it
 */
record Customer(String id, String name, String email, Map<String, String> slots) {

    /** The same number always gives the same person. */
    static Customer of(Company company, long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L));
        String name = Choice.of(company.people(), random);
        String email = name.toLowerCase(Locale.ROOT).replace(' ', '.') + number + "@mail.example";
        return new Customer(
                "customer-" + number,
                name,
                email,
                Map.of(
                        "customer", name.substring(0, name.indexOf(' ')),
                        "email", email,
                        "phone", "+44 20 7946 0" + digits(random, 3),
                        "card", card(random),
                        "iban", iban(random),
                        "ip", "203.0.113." + (1 + random.nextInt(250)),
                        "city", Choice.of(company.cities(), random)));
    }

    static String digits(SplittableRandom random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    /** Sixteen digits of a test range, ended by the digit that makes the Luhn sum right. */
    private static String card(SplittableRandom random) {
        String body = "411111" + digits(random, 9);
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            int digit = body.charAt(body.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (body + (10 - sum % 10) % 10).replaceAll("(\\d{4})(?!$)", "$1 ");
    }

    /** A German account number with the check digits of ISO 13616. */
    private static String iban(SplittableRandom random) {
        String account = "37040044" + digits(random, 10);
        var rest = new java.math.BigInteger(account + "131400").mod(java.math.BigInteger.valueOf(97));
        return "DE" + String.format(Locale.ROOT, "%02d", 98 - rest.intValue()) + account;
    }
}
