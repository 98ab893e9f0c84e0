package dev.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Generated support tickets of 1.6 kB: three e-mail addresses, three telephone numbers and three cards in each, a salutation and
 * a signature, and between them words, order numbers, amounts, dates and times that are none of these. By a seed.
 */
final class Tickets {
    private static final int LENGTH = 1_600;
    private static final List<String> NAMES =
            List.of("Ada Berg", "Emil Corvin", "Greta Holm", "Jonas Farrow", "Mara Dela", "Piet Anker");
    private static final List<String> HOSTS = List.of("larkspur.example", "anker-mail.org", "holm.co.uk", "berg.de");
    private static final List<String> SENTENCES = List.of(
            "The parcel with order number %d has not been delivered yet, although it was promised for Tuesday.",
            "I was charged $%d.90 twice, and the second charge was not on the receipt that you sent me.",
            "When I open the page it stays white and then says that the session has expired after %d minutes.",
            "Please cancel the subscription before 2026-03-%2$02d and confirm it, since I moved to another city.",
            "My colleague tried the same with version 2.%2$d.3 at 10:%2$02d and it worked on her machine at once.",
            "Could you tell me whether the warranty covers a broken display, and how long the repair would take?",
            "I have followed all the steps of your guide, restarted the device and removed the old application.",
            "The invoice of last month lists %2$d items, but we received fewer of them and one was damaged.");

    private final Random random;

    Tickets(long seed) {
        this.random = new Random(seed);
    }

    List<String> texts(int count) {
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(ticket());
        }
        return texts;
    }

    private String ticket() {
        String name = pick(NAMES);
        List<String> personal = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            personal.add("You can write to " + email() + " about it.");
            personal.add("After six you reach me at " + phone() + ".");
            personal.add("It was paid with the card " + card() + " on that day.");
        }
        StringBuilder text = new StringBuilder("Dear " + pick(NAMES) + ",\n\n");
        String close = "\n\nKind regards,\n" + name;
        int next = 0;
        while (next < personal.size() || text.length() + close.length() < LENGTH) {
            boolean due = next < personal.size() && text.length() * personal.size() >= (LENGTH - 150) * next;
            text.append(due ? personal.get(next++) : sentence()).append(random.nextInt(4) == 0 ? "\n" : " ");
        }
        return text.append(close).toString();
    }

    private String sentence() {
        return String.format(Locale.ROOT, pick(SENTENCES), 100_000 + random.nextInt(900_000), 10 + random.nextInt(19));
    }

    private String email() {
        return pick(NAMES).toLowerCase(Locale.ROOT).replace(' ', '.') + random.nextInt(100) + "@" + pick(HOSTS);
    }

    private String phone() {
        String line = (2 + random.nextInt(8)) + digits(2);
        return switch (random.nextInt(3)) {
            case 0 -> "(212) " + line + "-" + digits(4);
            case 1 -> "415-" + line + "-" + digits(4);
            default -> "+44 20 7" + digits(3) + " " + digits(4);
        };
    }

    private String card() {
        String number = "4" + digits(14);
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int doubled = (number.charAt(i) - '0') * (i % 2 == 0 ? 2 : 1);
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        String whole = number + (10 - sum % 10) % 10;
        return random.nextBoolean() ? whole : whole.replaceAll("(.{4})(?=.)", "$1 ");
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
