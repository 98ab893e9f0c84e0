package dev.millrace.curation.erasure;

import dev.millrace.curation.rules.Examples;
import dev.millrace.runtime.kafka.EventDecoder;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.snapshots.SnapshotExample;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.TicketEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Finds by which other pseudonyms records know a person who asked to be forgotten under one of them: an address names a
 * subject, and a conversation of nobody known is a subject of its own. For one search; whoever made it closes it.
 *
 * <p>It does not go the other way, from a subject to its addresses and on to others who share one: an address may belong to a
 * family or a company, and only one of them has asked.
 */
final class Kin implements AutoCloseable {
    private final Map<String, EventDecoder<?>> decoders = new HashMap<>();
    private final Collection<ErasureRequest> requests;
    private final Map<String, ErasureRequest> found = new LinkedHashMap<>();

    /** @param requests those whose kin is looked for */
    Kin(KafkaClients kafka, Collection<ErasureRequest> requests) {
        this.requests = requests;
        for (Topic<?> topic : List.of(Topics.TICKETS, Topics.CHATS, Topics.CONVERSATIONS, Topics.EXAMPLES)) {
            decoders.put(topic.name(), kafka.decoder(topic));
        }
    }

    /**
     * What a record says of its people.
     *
     * @param names the subject, and where it is not known whose conversation it is, what snapshots say in its place
     * @param aliases what else the subject is known by
     * @param others further people in the same conversation
     * @param itself the conversation, as a subject of its own
     */
    private record Known(String domain, List<String> names, List<String> aliases, List<String> others, String itself) {

        static Known of(
                String domain,
                String key,
                String subject,
                boolean subjectKnown,
                List<String> aliases,
                List<String> others) {
            String itself = SnapshotExample.subjectOfItsOwn(key);
            return new Known(
                    domain, subjectKnown ? List.of(subject) : List.of(subject, itself), aliases, others, itself);
        }

        /** As whom the record knows somebody: by the names of its subject, or as the conversation where it is about another. */
        List<String> kin(String pseudonym) {
            if (names.contains(pseudonym) || aliases.contains(pseudonym)) {
                return names;
            }
            return others.contains(pseudonym) ? List.of(itself) : List.of();
        }
    }

    /** Reads a record in which a pseudonym was found. */
    void read(ConsumerRecord<byte[], byte[]> record) {
        EventDecoder<?> decoder = decoders.get(record.topic());
        if (decoder == null) {
            return;
        }
        try {
            SpecificRecord value = decoder.decode(record).value();
            if (value != null) {
                relate(known(value));
            }
        } catch (SerializationException e) {
            // What cannot be read names nobody else.
        }
    }

    private static Known known(SpecificRecord value) {
        if (value instanceof TicketEvent ticket) {
            return Known.of(
                    ticket.getDomain(),
                    Examples.id(ticket.getDomain(), ticket.getSource(), ticket.getTicketId()),
                    ticket.getSubject(),
                    ticket.getSubjectKnown(),
                    ticket.getAliases(),
                    List.of());
        }
        if (value instanceof ChatEvent chat) {
            return Known.of(
                    chat.getDomain(),
                    Examples.id(chat.getDomain(), chat.getSource(), chat.getChatId()),
                    chat.getSubject(),
                    chat.getSubjectKnown(),
                    chat.getAliases(),
                    List.of());
        }
        if (value instanceof Conversation conversation) {
            return Known.of(
                    conversation.getDomain(),
                    Examples.id(conversation.getDomain(), conversation.getSource(), conversation.getConversationId()),
                    conversation.getSubject(),
                    conversation.getSubjectKnown(),
                    conversation.getAliases(),
                    conversation.getOthers());
        }
        Example example = (Example) value;
        return Known.of(
                example.getDomain(),
                example.getExampleId(),
                example.getSubject(),
                example.getSubjectKnown(),
                example.getAliases(),
                example.getOthers());
    }

    private void relate(Known known) {
        requests.stream()
                .filter(request -> ErasedSubjects.holdsFor(request, known.domain()))
                .forEach(request -> known.kin(request.getSubject()).stream()
                        .filter(name -> !name.equals(request.getSubject()))
                        .forEach(name -> add(request, name)));
    }

    private void add(ErasureRequest request, String pseudonym) {
        String key = ErasedSubjects.key(request.getDomain(), pseudonym);
        found.computeIfAbsent(key, unknown -> ErasureRequest.newBuilder(request)
                .setSubject(pseudonym)
                .build());
    }

    /** The requests that follow, in the order in which they were found; of the same ids and deadlines. */
    List<ErasureRequest> requests() {
        return new ArrayList<>(found.values());
    }

    @Override
    public void close() {
        decoders.values().forEach(EventDecoder::close);
    }
}
