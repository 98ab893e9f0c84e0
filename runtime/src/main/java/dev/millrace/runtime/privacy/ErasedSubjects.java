package dev.millrace.runtime.privacy;

import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The suppression list: who asked to be forgotten, as of the last refresh. {@link #refresh} in one thread, the rest in any;
 * whoever made it closes it.
 */
public final class ErasedSubjects implements AutoCloseable {
    /** What a request names as its domain that holds for every one. */
    public static final String EVERY_DOMAIN = "*";

    private final TopicReader<ErasureRequest> reader;
    private final Map<String, ErasureRequest> requests = new ConcurrentHashMap<>();

    public ErasedSubjects(KafkaClients kafka) {
        this.reader = kafka.reader(Topics.ERASURES);
    }

    /** Reads to what is the end of the list now. */
    public ErasedSubjects refresh() {
        reader.readToEnd(event -> {
            ErasureRequest request = event.value();
            if (request == null) {
                requests.remove(event.key());
            } else {
                requests.put(event.key(), request);
            }
        });
        return this;
    }

    /** Every request, in no order. */
    public Collection<ErasureRequest> requests() {
        return List.copyOf(requests.values());
    }

    /** Whether a person is to be forgotten in a domain. */
    public boolean covers(String domain, String subject) {
        return requests.containsKey(key(domain, subject)) || requests.containsKey(key(EVERY_DOMAIN, subject));
    }

    /** Whether anybody whom these pseudonyms belong to is to be forgotten in a domain. */
    public boolean covers(String domain, String subject, Collection<String> aliases) {
        return covers(domain, subject) || aliases.stream().anyMatch(alias -> covers(domain, alias));
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
