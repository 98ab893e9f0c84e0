package dev.millrace.curation.similarity;

import dev.millrace.schemas.event.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Conversations as others would have written them: other words, turns in another order, other names. By seed. */
public final class Variations {
    private static final List<String> NAMES = List.of(
            "Adaeze", "Birgit", "Calum", "Dorota", "Emeka", "Freya", "Goran", "Hana", "Ines", "Jorge", "Katya", "Lena");

    private final Random random;

    public Variations(long seed) {
        random = new Random(seed);
    }

    /** A variation whose Jaccard to the original is about the one wished for. */
    public List<Message> wordsEdited(List<Message> messages, double jaccard) {
        List<List<String>> turns = new ArrayList<>();
        messages.forEach(message ->
                turns.add(new ArrayList<>(Arrays.asList(message.getContent().split(" ", -1)))));
        int words = turns.stream().mapToInt(List::size).sum();
        // An edit takes five shingles from both sets, if the edits lie apart; a word more at the end adds one to one of
        // them.
        int edits = (int) (words * (1 - jaccard) / (ShingleSet.WORDS * (1 + jaccard)));
        for (int i = 0; i < edits; i++) {
            edit(turns, words);
        }
        double edited = (double) (words - ShingleSet.WORDS * edits) / (words + ShingleSet.WORDS * edits);
        long more = Math.round(words * (edited / jaccard - 1));
        for (int i = 0; i < more; i++) {
            turns.get(turns.size() - 1).add("w" + random.nextInt(100_000));
        }
        return rebuilt(messages, turns);
    }

    private void edit(List<List<String>> turns, int words) {
        int position = random.nextInt(words);
        for (List<String> turn : turns) {
            if (position < turn.size()) {
                String other = "w" + random.nextInt(100_000);
                switch (random.nextInt(4)) {
                    case 0 -> turn.add(position, other);
                    case 1 -> turn.set(position, "");
                    default -> turn.set(position, other);
                }
                return;
            }
            position -= turn.size();
        }
    }

    private static List<Message> rebuilt(List<Message> messages, List<List<String>> turns) {
        List<Message> rebuilt = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            rebuilt.add(new Message(messages.get(i).getRole(), String.join(" ", turns.get(i))));
        }
        return rebuilt;
    }

    /** Two turns in each other's place. */
    public List<Message> turnsReordered(List<Message> messages) {
        List<Message> reordered = new ArrayList<>(messages);
        Collections.swap(reordered, random.nextInt(messages.size()), random.nextInt(messages.size()));
        return reordered;
    }

    /** Up to two capitalised words replaced by other names, everywhere. */
    public List<Message> namesChanged(List<Message> messages) {
        List<String> capitalised = new ArrayList<>(messages.stream()
                .flatMap(message -> Arrays.stream(message.getContent().split("[^A-Za-z]+", -1)))
                .filter(word -> word.matches("[A-Z][a-z]{3,}"))
                .collect(Collectors.toCollection(TreeSet::new)));
        Collections.shuffle(capitalised, random);
        Map<String, String> names = new TreeMap<>();
        capitalised.stream().limit(2).forEach(word -> names.put(word, NAMES.get(random.nextInt(NAMES.size()))));
        return messages.stream()
                .map(message -> new Message(message.getRole(), renamed(message.getContent(), names)))
                .toList();
    }

    private static String renamed(String text, Map<String, String> names) {
        String renamed = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            renamed = renamed.replaceAll("\\b" + name.getKey() + "\\b", name.getValue());
        }
        return renamed;
    }
}
