package dev.millrace.curation.rules.redaction;

import dev.millrace.curation.rules.redaction.Scores.Gold;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final String OF_IDS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-+.";

    /** How people call each of {@link NationalId#KNOWN}. */
    private static final List<String> IDS = List.of(
            "my DNI is",
            "the NIE",
            "codice fiscale",
            "numéro de sécurité sociale",
            "HETU",
            "my personnummer",
            "CPF",
            "my cpf is",
            "the Steuer IdNr",
            "BSN",
            "PESEL",
            "my SIN is",
            "Aadhaar",
            "NHS number",
            "NINO",
            "rijksregisternummer",
            "AHV",
            "fødselsnummer");

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
            int kind = i % IDS.size();
            texts.add(planted(PiiType.ID, "For the contract: " + IDS.get(kind) + " %s, thank you.", () -> id(kind)));
            texts.add(planted(PiiType.BTC, "Send the coins to %s today.", this::bitcoin));
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
                - new BigInteger(numbers.toString()).mod(BigInteger.valueOf(97)).intValue();
        String iban = code + String.format(Locale.ROOT, "%02d", check) + account;
        return random.nextBoolean() ? iban : iban.replaceAll("(.{4})(?=.)", "$1 ");
    }

    /** Some id of a kind, at random until its check digits are right. */
    private String id(int kind) {
        NationalId known = NationalId.KNOWN.get(kind);
        String id;
        do {
            StringBuilder some = new StringBuilder();
            known.form().signs().chars().forEach(sign -> some.append(fitting((char) sign)));
            id = some.toString();
        } while (!known.check().test(id));
        return id;
    }

    private char fitting(char sign) {
        IdForm one = new IdForm(String.valueOf(sign));
        char c = OF_IDS.charAt(random.nextInt(OF_IDS.length()));
        while (!one.matches(String.valueOf(c))) {
            c = OF_IDS.charAt(random.nextInt(OF_IDS.length()));
        }
        return c;
    }

    private String bitcoin() {
        byte[] hash = new byte[20];
        random.nextBytes(hash);
        return random.nextBoolean() ? base58(hash) : segwit();
    }

    private static String base58(byte[] hash) {
        byte[] payload = new byte[25];
        System.arraycopy(hash, 0, payload, 1, hash.length);
        byte[] check = BitcoinDetector.sha256(BitcoinDetector.sha256(Arrays.copyOf(payload, 21)));
        System.arraycopy(check, 0, payload, 21, 4);
        BigInteger number = new BigInteger(1, payload);
        StringBuilder address = new StringBuilder();
        while (number.signum() > 0) {
            BigInteger[] parts = number.divideAndRemainder(BigInteger.valueOf(58));
            address.append(BASE58.charAt(parts[1].intValue()));
            number = parts[0];
        }
        return address.append('1').reverse().toString();
    }

    /** A bech32 address, BIP 173. */
    private String segwit() {
        int check = 1;
        for (int value : new int[] {3, 3, 0, 2, 3}) {
            check = BitcoinDetector.step(check, value);
        }
        StringBuilder address = new StringBuilder("bc1");
        for (int i = 0; i < 33; i++) {
            int value = i == 0 ? 0 : random.nextInt(32);
            address.append(BECH32.charAt(value));
            check = BitcoinDetector.step(check, value);
        }
        for (int i = 0; i < 6; i++) {
            check = BitcoinDetector.step(check, 0);
        }
        for (int i = 5; i >= 0; i--) {
            address.append(BECH32.charAt(((check ^ 1) >> (5 * i)) & 31));
        }
        return address.toString();
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
