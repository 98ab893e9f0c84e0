package dev.millrace.curation.topology;

import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations of one task a person was ever in, by any pseudonym: person and conversation to nothing or, where this is all
 * that is known of the conversation, to everybody who was in it.
 */
final class People {
    /** No pseudonym of anybody. */
    static final String NOBODY = "nobody";

    private static final String BETWEEN = " ";

    private final KeyValueStore<String, String> index;

    People(ProcessingContext context) {
        this.index = context.getStateStore(Stores.PEOPLE);
    }

    /** Enters the customer of an event, by subject and aliases; the header remembers who is entered. */
    void add(String conversation, Header header, StoredEvent event) {
        add(conversation, header, event.getSubject());
        event.getAliases().forEach(alias -> add(conversation, header, alias));
    }

    private void add(String conversation, Header header, String person) {
        if (!header.getPeople().contains(person)) {
            header.getPeople().add(person);
            index.put(StoreKeys.personIn(person, conversation), "");
        }
    }

    void remove(String conversation, Collection<String> people) {
        people.forEach(person -> index.delete(StoreKeys.personIn(person, conversation)));
    }

    /** Keeps the entries of a conversation that nothing else is left of. */
    void keep(String conversation, Collection<String> people) {
        String all = String.join(BETWEEN, people);
        people.forEach(person -> index.put(StoreKeys.personIn(person, conversation), all));
    }

    /** Removes a person from a conversation, with everybody who is known from nowhere else. */
    void removeAll(String conversation, String person) {
        String all = index.get(StoreKeys.personIn(person, conversation));
        if (all != null && !all.isEmpty()) {
            remove(conversation, List.of(all.split(BETWEEN)));
        }
        remove(conversation, List.of(person));
    }

    /** Conversations of a person, so many at most, in one domain or, with none named, in all. */
    List<String> conversations(String person, @Nullable String domain, int limit) {
        List<String> found = new ArrayList<>();
        try (var entries = index.prefixScan(StoreKeys.person(person, domain), new StringSerializer())) {
            while (entries.hasNext() && found.size() < limit) {
                found.add(StoreKeys.conversationOfPerson(entries.next().key));
            }
        }
        return found;
    }
}
