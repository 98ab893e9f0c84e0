package dev.millrace.runtime.privacy;

import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The suppression list: who asked to be forgotten, as of the last refresh. {@link #refresh} in one thread, the rest in any;
 * whoever made it closes it.
 */
public final class ErasedSubjects implements AutoCloseable {
    /** What a request names as its domain that holds for every one. */
    public static final String EVERY_DOMAIN = "*";

    private final TopicReader<ErasureRequest> reader;
    private final Map<String, ErasureRequest> requests = new ConcurrentHashMap<>();
    private volatile List current = new List(Set.of());
    private final AtomicLong version = new AtomicLong();

    public ErasedSubjects(KafkaClients kafka) {
        this.reader = kafka.reader(Topics.ERASURES);
    }

    /** Reads to what is the end of the list now. */
    public ErasedSubjects refresh() {
        boolean[] changed = new boolean[1];
        reader.readToEnd(event -> {
            ErasureRequest request = event.value();
            if (request == null) {
                requests.remove(event.key());
            } else {
                requests.put(event.key(), request);
            }
            changed[0] = true;
        });
        if (changed[0]) {
            current = new List(requests.keySet());
            version.incrementAndGet();
        }
        return this;
    }

    /** Every request, in no order. */
    public Collection<ErasureRequest> requests() {
        return java.util.List.copyOf(requests.values());
    }

    /** Whether anybody whom these pseudonyms belong to is to be forgotten in a domain. */
    public boolean covers(String domain, String subject, Collection<String> aliases) {
        return now().covers(domain, subject, aliases);
    }

    /** Whether a person is to be forgotten in a domain. */
    public boolean covers(String domain, String subject) {
        return covers(domain, subject, Set.of());
    }

    /** The list as of the last refresh, which no later one changes. */
    public List now() {
        return current;
    }

    /** Changes with each refresh that brought something new. */
    public long version() {
        return version.get();
    }

    /** The suppression list at one moment. Immutable. */
    public static final class List {
        private final Set<String> keys;

        private List(Set<String> keys) {
            this.keys = Set.copyOf(keys);
        }

        /** Whether anybody whom these pseudonyms belong to is to be forgotten in a domain. */
        public boolean covers(String domain, String subject, Collection<String> aliases) {
            return !keys.isEmpty()
                    && (covers(domain, subject) || aliases.stream().anyMatch(alias -> covers(domain, alias)));
        }

        private boolean covers(String domain, String pseudonym) {
            return keys.contains(key(domain, pseudonym)) || keys.contains(key(EVERY_DOMAIN, pseudonym));
        }
    }

    /** Whether a request holds for a domain. */
    public static boolean holdsFor(ErasureRequest request, String domain) {
        return request.getDomain().equals(EVERY_DOMAIN) || request.getDomain().equals(domain);
    }

    /** Key of a request's record, and of its receipt's. */
    public static String key(String domain, String subject) {
        return domain + "/" + subject;
    }

    @Override
    public void close() {
        reader.close();
    }
}
