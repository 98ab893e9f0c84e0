package dev.millrace.curation.rules.redaction;

import dev.millrace.curation.rules.redaction.Scores.Gold;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/** Sentences of support tickets with one planted value each, and decoys around it that are none. By a seed. */
final class PersonalTexts {
    private static final List<String> DECOYS = List.of(
            "Order 4716424521511864 came on 12/05/2024 at 10:32. ",
            "I paid $1,249.99 for version 2.14.3 of it. ",
            "The ticket number is 5210402405591275. ",
            "My order number is ORD-2125550123. ",
            "It was 1700000000000 when the log ended. ",
            "Serial 00-17-4432 stopped working after 30 days. ",
            "Invoice 20240117-3 lists 12 items of 4,50 each. ",
            "It says error 0x80070005 at std::vector. ",
            "");
    private static final String HEX = "0123456789abcdef";
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final List<String> WORDS =
            List.of("ada", "berg", "corvin", "dela", "emil", "farrow", "greta", "holm");
    private static final List<String> MONTHS = List.of("January", "March", "May", "August", "October", "December");

    /** Published examples and addresses of early blocks. */
    private static final List<String> BITCOIN = List.of(
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "12c6DSiU4Rq3P4ZxziKxzrL5LmMBrzjrJX",
            "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0");

    /** Published examples of each issuer. */
    private static final List<String> IDS = List.of(
            "my DNI is 12345678Z",
            "the NIE X1234567L is mine",
            "codice fiscale RSSMRA85T10A562S",
            "numéro 255081416802538 as on my card",
            "HETU 131052-308T",
            "my personnummer 811228-9874",
            "CPF 529.982.247-25 please",
            "my cpf is 52998224725",
            "the Steuer IdNr 86095742719",
            "BSN 111222333",
            "PESEL 44051401359",
            "my SIN is 130 692 544",
            "Aadhaar 2341 2341 2346",
            "NHS number 943 476 5919");

    private final Random random;

    PersonalTexts(long seed) {
        this.random = new Random(seed);
    }

    /** A text and what should be found in it. */
    record Planted(String text, List<Gold> gold) {}

    /** So many texts for each type but names. */
    List<Planted> all(int each) {
        List<Planted> texts = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            texts.add(planted(PiiType.EMAIL, "Please write to %s about it.", this::email));
            texts.add(planted(PiiType.PHONE, "You can reach me at %s after six.", this::phone));
            texts.add(planted(PiiType.CARD, "I paid with the card %s last week.", this::card));
            texts.add(planted(PiiType.IBAN, "Refund it to %s, please.", this::iban));
            texts.add(planted(PiiType.IP, "The router has the address %s now.", this::ip));
            texts.add(planted(PiiType.MAC, "The adapter is %s on the label.", this::mac));
            texts.add(planted(PiiType.SSN, "My social is %s if you need it.", this::ssn));
            texts.add(planted(PiiType.ID, "For the contract: %s, thank you.", () -> pick(IDS)));
            texts.add(planted(PiiType.BTC, "Send the coins to %s today.", () -> pick(BITCOIN)));
            texts.add(planted(PiiType.BORN, "I was born on %s, so I am old enough.", this::date));
            texts.add(planted(PiiType.BORN, "date of birth: %s", this::date));
            texts.add(
                    planted(PiiType.ACCOUNT, "My account number is %s with you.", () -> digits(8 + random.nextInt(5))));
            texts.add(planted(PiiType.SECRET, "The token %s does not work.", this::token));
        }
        return texts;
    }

    private Planted planted(PiiType type, String sentence, Supplier<String> value) {
        String before = pick(DECOYS);
        String written = value.get();
        int at = before.length() + sentence.indexOf("%s");
        String text =
                before + sentence.replace("%s", written) + " " + pick(DECOYS).strip();
        return new Planted(text, List.of(new Gold(type, at, at + written.length())));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder().append((char) ('1' + random.nextInt(9)));
        while (digits.length() < count) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private String of(String alphabet, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String email() {
        String user = pick(WORDS) + pick(List.of(".", "_", "+", "")) + pick(WORDS) + random.nextInt(100);
        return user + "@" + pick(WORDS) + pick(List.of(".com", ".co.uk", ".example", ".de", "-mail.org"));
    }

    private String phone() {
        String area = "" + (2 + random.nextInt(8)) + (1 + random.nextInt(8)) + random.nextInt(10);
        String line = "" + (2 + random.nextInt(8)) + (2 + random.nextInt(7)) + random.nextInt(10) + "-" + digits(4);
        return switch (random.nextInt(5)) {
            case 0 -> "(" + area + ") " + line;
            case 1 -> area + "-" + line;
            case 2 -> "+44 20 7" + digits(3) + " " + digits(4);
            case 3 -> "+49 30 " + digits(7);
            default -> "+33 6 " + digits(2) + " " + digits(2) + " " + digits(2) + " " + digits(2);
        };
    }

    private String card() {
        String prefix = pick(List.of("4", "51", "55", "2221", "6011", "37", "34"));
        int length = prefix.startsWith("3") ? 15 : 16;
        String number = prefix + digits(length - prefix.length() - 1);
        for (int check = 0; check < 10; check++) {
            if (CheckDigits.luhn(number + check)) {
                number += check;
                break;
            }
        }
        return length == 16 && random.nextBoolean()
                ? String.join(
                        pick(List.of(" ", "-")),
                        number.substring(0, 4),
                        number.substring(4, 8),
                        number.substring(8, 12),
                        number.substring(12))
                : number;
    }

    private String iban() {
        String country = pick(List.of("DE18", "GB18", "FR23", "NL14", "ES20"));
        int length = Integer.parseInt(country.substring(2));
        String code = country.substring(0, 2);
        String account = code.equals("GB") || code.equals("NL")
                ? of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4) + digits(length - 4)
                : digits(length);
        StringBuilder numbers = new StringBuilder();
        (account + code + "00").chars().forEach(c -> numbers.append(Character.digit(c, 36)));
        int check = 98
                - new java.math.BigInteger(numbers.toString())
                        .mod(java.math.BigInteger.valueOf(97))
                        .intValue();
        String iban = code + String.format(Locale.ROOT, "%02d", check) + account;
        return random.nextBoolean() ? iban : iban.replaceAll("(.{4})(?=.)", "$1 ");
    }

    private String ip() {
        return random.nextBoolean()
                ? random.nextInt(1, 224) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                        + random.nextInt(256)
                : "2001:db8:" + of(HEX, 4) + ":" + of(HEX, 4) + "::" + of(HEX, 3);
    }

    private String mac() {
        String separator = pick(List.of(":", "-"));
        List<String> bytes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            bytes.add(of(HEX, 2));
        }
        return String.join(separator, bytes);
    }

    private String ssn() {
        return String.format(
                Locale.ROOT,
                "%03d-%02d-%04d",
                100 + random.nextInt(500),
                1 + random.nextInt(99),
                1 + random.nextInt(9999));
    }

    private String date() {
        int day = 1 + random.nextInt(28);
        int month = 1 + random.nextInt(12);
        int year = 1940 + random.nextInt(65);
        return switch (random.nextInt(5)) {
            case 0 -> String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
            case 1 -> String.format(Locale.ROOT, "%02d.%02d.%04d", day, month, year);
            case 2 -> month + "/" + day + "/" + year;
            case 3 -> pick(MONTHS) + " " + day + ", " + year;
            default -> day + " " + pick(MONTHS) + " " + year;
        };
    }

    private String token() {
        return switch (random.nextInt(5)) {
            case 0 -> "AKIA" + of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
            case 1 -> "ghp_" + of(BASE64, 36);
            case 2 -> "xoxb-" + digits(12) + "-" + of(BASE64, 24);
            case 3 -> "sk_live_" + of(BASE64, 24);
            default -> "eyJ" + of(BASE64, 20) + ".eyJ" + of(BASE64, 30) + "." + of(BASE64, 43);
        };
    }
}
