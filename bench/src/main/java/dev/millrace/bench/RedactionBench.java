package dev.millrace.bench;

import dev.millrace.curation.rules.redaction.PersonNames;
import dev.millrace.curation.rules.redaction.PiiType;
import dev.millrace.curation.rules.redaction.Redactor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Redaction of generated tickets of 1.6 kB with three e-mail addresses, three phone numbers and three cards; one thread. */
@Command(name = "redact", description = "Redaction of generated tickets.")
public final class RedactionBench implements Runnable {
    private static final int LENGTH = 1600;
    private static final List<String> WORDS = List.of(
            ("the order that I placed last week has not arrived yet and when I asked about it nobody could tell where it"
                            + " is so please look it up and write back before Friday because after that we are away")
                    .split(" "));

    @Option(names = "--documents", defaultValue = "5000", description = "Different tickets.")
    private int documents;

    @Option(names = "--rounds", defaultValue = "10", description = "Measured passes over them; the median counts.")
    private int rounds;

    private RedactionBench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RedactionBench()).execute(arguments));
    }

    @Override
    public void run() {
        List<String> texts = texts();
        List<Double> seconds = new ArrayList<>();
        long replaced = 0;
        for (int round = 0; round < rounds + rounds / 2; round++) {
            long begin = System.nanoTime();
            replaced = texts.stream().mapToLong(RedactionBench::redact).sum();
            if (round >= rounds / 2) {
                seconds.add(Measurement.secondsSince(begin));
            }
        }
        new Measurement()
                .with("documents_per_s", documents / Measurement.median(seconds))
                .with("replaced_per_document", (double) replaced / documents)
                .print();
    }

    private static long redact(String text) {
        Set<PiiType> all = EnumSet.allOf(PiiType.class);
        Redactor redactor = new Redactor(PersonNames.in(List.of(text)), "US", all);
        redactor.redact(text);
        return redactor.counts().values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<String> texts() {
        Random random = new Random(1);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            texts.add(text(random));
        }
        return texts;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("Hello team,\n\n");
        int planted = 0;
        while (text.length() < LENGTH) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(12) == 0 ? ". " : " ");
            if (text.length() > (planted + 1) * LENGTH / 10 && planted < 9) {
                text.append(entity(planted++ % 3, random)).append(' ');
            }
        }
        return text.append("\n\nRegards,\nAda Lovelace").toString();
    }

    private static String entity(int kind, Random random) {
        return switch (kind) {
            case 0 -> "ada.lovelace" + random.nextInt(1000) + "@larkspur.example";
            case 1 -> String.format(Locale.ROOT, "(212) 555-%04d", random.nextInt(10_000));
            default -> "4111 1111 1111 1111";
        };
    }
}
