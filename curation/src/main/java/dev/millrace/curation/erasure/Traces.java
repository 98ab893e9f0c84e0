package dev.millrace.curation.erasure;

import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.event.ErasureRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** In which things of which domain each of some people was found, at one place. Not thread-safe. */
final class Traces {
    /** Of what cannot be told of which domain it is. */
    static final String ANY_DOMAIN = ErasedSubjects.EVERY_DOMAIN;

    private final Set<String> people;
    private final Map<String, Map<String, Set<String>>> found = new HashMap<>();

    /** @param people pseudonyms to look for; others are passed over */
    Traces(Set<String> people) {
        this.people = people;
    }

    /**
     * Looks through the bytes of one thing.
     *
     * @param name of the thing: one that is looked through twice counts once
     * @return whom of the people it names
     */
    Set<String> look(String domain, String name, byte[]... parts) {
        Set<String> named = new HashSet<>();
        for (byte[] part : parts) {
            Pseudonyms.in(part, pseudonym -> {
                if (people.contains(pseudonym)) {
                    named.add(pseudonym);
                }
            });
        }
        named.forEach(person -> note(person, domain, name));
        return named;
    }

    /** Notes a thing that may hold any of the people. */
    void cannotTell(String name) {
        people.forEach(person -> note(person, ANY_DOMAIN, name));
    }

    private void note(String person, String domain, String name) {
        found.computeIfAbsent(person, unseen -> new HashMap<>())
                .computeIfAbsent(domain, unseen -> new HashSet<>())
                .add(name);
    }

    /** Of what a request is about: this person, in the domains where it holds. */
    Finding of(ErasureRequest request) {
        return Finding.of(found.getOrDefault(request.getSubject(), Map.of()).entrySet().stream()
                .filter(things ->
                        things.getKey().equals(ANY_DOMAIN) || ErasedSubjects.holdsFor(request, things.getKey()))
                .mapToLong(things -> things.getValue().size())
                .sum());
    }
}
