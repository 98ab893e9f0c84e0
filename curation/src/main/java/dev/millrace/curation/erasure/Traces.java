package dev.millrace.curation.erasure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How often, and under which keys, each of some people was found at one place. Not thread-safe. */
final class Traces {
    private final Set<String> people;
    private final Map<String, Set<String>> keys = new HashMap<>();

    /** @param people pseudonyms to look for; others are passed over */
    Traces(Set<String> people) {
        this.people = people;
    }

    /** Looks through the bytes of one thing. */
    boolean look(String key, byte[] bytes) {
        boolean[] any = new boolean[1];
        Pseudonyms.in(bytes, pseudonym -> any[0] |= note(pseudonym, key));
        return any[0];
    }

    /** Whether it is one of the people. */
    boolean note(String pseudonym, String key) {
        if (!people.contains(pseudonym)) {
            return false;
        }
        keys.computeIfAbsent(pseudonym, person -> new HashSet<>()).add(key);
        return true;
    }

    /** Of a person, in how many things; one that was found twice under a key counts once. */
    Finding of(String pseudonym) {
        return Finding.of(keys.getOrDefault(pseudonym, Set.of()).size());
    }
}
