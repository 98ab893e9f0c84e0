package dev.millrace.curation.conversation;

import dev.millrace.curation.state.EventType;
import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.OffsetRange;
import dev.millrace.curation.state.Phase;
import dev.millrace.curation.state.StoredEvent;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.ConversationKind;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.SourceOffset;
import dev.millrace.schemas.event.Turn;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a conversation of its events. What it holds follows from the set of events and from whether inactivity closed it;
 * the order of arrival shows only in the revision and the source offsets.
 */
public final class Assembly {
    /** Events in the order of the vendor's times; the opening first, then by id, where times are equal. */
    private static final Comparator<StoredEvent> ORDER = Comparator.comparing(StoredEvent::getOccurredAt)
            .thenComparing(event -> !event.getOpening())
            .thenComparing(StoredEvent::getEventId);

    private static final Set<EventType> STATUS = Set.of(EventType.RESOLVED, EventType.REOPENED, EventType.ENDED);

    private final Header header;
    private final List<StoredEvent> events;
    private final Set<String> removed;

    private Assembly(Header header, Collection<StoredEvent> events) {
        this.header = header;
        this.events = events.stream().sorted(ORDER).toList();
        this.removed = events.stream()
                .map(StoredEvent::getTarget)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** The conversation of at least one event. */
    public static Conversation of(Header header, Collection<StoredEvent> events) {
        return new Assembly(header, events).conversation();
    }

    /** Whether the events say that the conversation is over. */
    public static boolean isOver(Collection<StoredEvent> events) {
        return events.stream()
                .filter(event -> STATUS.contains(event.getType()))
                .max(ORDER)
                .map(last -> last.getType() != EventType.REOPENED)
                .orElse(false);
    }

    private Conversation conversation() {
        StoredEvent customer =
                events.stream().filter(StoredEvent::getSubjectKnown).findFirst().orElse(events.get(0));
        return Conversation.newBuilder()
                .setDomain(header.getDomain())
                .setSource(header.getSource())
                .setConversationId(header.getConversationId())
                .setSubject(customer.getSubject())
                .setSubjectKnown(customer.getSubjectKnown())
                .setAliases(aliases(customer))
                .setOthers(others(customer))
                .setKind(ConversationKind.valueOf(events.get(0).getKind()))
                .setTitle(title())
                .setTurns(messages().map(Assembly::turn).toList())
                .setOutcome(outcome())
                .setRating(last(EventType.RATED, StoredEvent::getRating))
                .setTags(distinct(StoredEvent::getTags))
                .setKnownNames(distinct(StoredEvent::getNames))
                .setOccurredAt(events.get(events.size() - 1).getOccurredAt())
                .setRevision(Math.max(0, header.getRevision()))
                .setSourceOffsets(offsets(header.getOffsets()))
                .build();
    }

    /** Of the customer, and of events that name nobody. */
    private List<String> aliases(StoredEvent customer) {
        return events.stream()
                .filter(event -> !event.getSubjectKnown() || event.getSubject().equals(customer.getSubject()))
                .flatMap(event -> event.getAliases().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private List<String> others(StoredEvent customer) {
        return events.stream()
                .filter(event -> event.getSubjectKnown() && !event.getSubject().equals(customer.getSubject()))
                .flatMap(event -> Stream.concat(Stream.of(event.getSubject()), event.getAliases().stream()))
                .distinct()
                .sorted()
                .toList();
    }

    private Stream<StoredEvent> messages() {
        return events.stream()
                .filter(event -> event.getType() == EventType.MESSAGE && !removed.contains(event.getEventId()));
    }

    private static Turn turn(StoredEvent event) {
        return new Turn(
                event.getEventId(),
                author(event.getAuthor()),
                event.getOccurredAt(),
                Objects.requireNonNullElse(event.getText(), ""),
                event.getInternal());
    }

    private static Author author(String name) {
        return Stream.of(Author.values())
                .filter(author -> author.name().equals(name))
                .findFirst()
                .orElse(Author.UNKNOWN);
    }

    private @Nullable String title() {
        return messages()
                .map(StoredEvent::getTitle)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Outcome outcome() {
        StoredEvent status = events.stream()
                .filter(event -> STATUS.contains(event.getType()))
                .reduce((earlier, later) -> later)
                .orElse(null);
        if (status == null) {
            return header.getIdle() ? Outcome.INACTIVE : Outcome.OPEN;
        }
        return switch (status.getType()) {
            case RESOLVED -> Outcome.RESOLVED;
            case ENDED -> ended(status.getResolved());
            default -> header.getPhase() == Phase.OPEN ? Outcome.OPEN : Outcome.UNRESOLVED;
        };
    }

    private static Outcome ended(@Nullable Boolean resolved) {
        if (resolved == null) {
            return Outcome.ENDED;
        }
        return resolved ? Outcome.RESOLVED : Outcome.UNRESOLVED;
    }

    private <T> @Nullable T last(EventType type, Function<StoredEvent, @Nullable T> value) {
        return events.stream()
                .filter(event -> event.getType() == type)
                .reduce((earlier, later) -> later)
                .map(value)
                .orElse(null);
    }

    private List<String> distinct(Function<StoredEvent, List<String>> values) {
        return events.stream()
                .flatMap(event -> values.apply(event).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Where the events came from, as events of the topics carry it. */
    public static List<SourceOffset> offsets(List<OffsetRange> ranges) {
        return ranges.stream()
                .map(range ->
                        new SourceOffset(range.getTopic(), range.getPartition(), range.getFirst(), range.getLast()))
                .toList();
    }
}
