package dev.millrace.ingest.file;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Problem;
import dev.millrace.ingest.event.Problems;
import dev.millrace.schemas.event.Author;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the conversations of one file into events, or says why one cannot be used. */
final class ConversationCheck {
    private final EventKind<?> kind;
    private final DraftRules rules;
    private final Instant fileTime;
    private final ConversationIds ids = new ConversationIds();

    /** A conversation's events, none of them with a problem; or the reason, quoting no text, why there are none. */
    record Checked(List<ConversationEvents.Step> steps, Optional<String> reason) {
        static Checked bad(String reason) {
            return new Checked(List.of(), Optional.of(reason));
        }
    }

    /** @param fileTime when conversations began that have no time of their own */
    ConversationCheck(EventKind<?> kind, DraftRules rules, Instant fileTime) {
        this.kind = kind;
        this.rules = rules;
        this.fileTime = fileTime;
    }

    Checked next(ImportedConversation conversation) {
        Optional<String> reason = unusable(conversation);
        if (reason.isPresent()) {
            return Checked.bad(reason.get());
        }
        return ids.next(conversation)
                .map(id -> checked(ConversationEvents.of(kind, id, conversation, fileTime)))
                .orElseGet(() -> Checked.bad("id is that of an earlier line; expected one conversation a line"));
    }

    private Optional<String> unusable(ImportedConversation conversation) {
        Problems problems = new Problems();
        if (conversation.id() != null) {
            rules.checkId(conversation.id(), "id", problems);
        }
        ImportedMessage first = conversation.messages().get(0);
        if (kind == EventKind.TICKETS && (first.author() != Author.CUSTOMER || first.internal())) {
            problems.add(
                    first.label(), "is not the customer's; expected a ticket to open with them, or an import as chats");
        }
        return joined(problems.list().stream().map(Problem::toString));
    }

    private Checked checked(List<ConversationEvents.Step> steps) {
        List<String> reasons = new ArrayList<>();
        for (ConversationEvents.Step step : steps) {
            Problems problems = new Problems();
            rules.check(kind, step.draft(), problems);
            problems.list().forEach(problem -> reasons.add(reason(step, problem)));
        }
        return joined(reasons.stream()).map(Checked::bad).orElseGet(() -> new Checked(steps, Optional.empty()));
    }

    /** What belongs to the conversation as a whole goes by its own name, the rest by that of the message. */
    private static String reason(ConversationEvents.Step step, Problem problem) {
        return problem.field().equals("subject") ? problem.toString() : step.label() + " " + problem.message();
    }

    private static Optional<String> joined(Stream<String> reasons) {
        String text = reasons.distinct().collect(Collectors.joining("; "));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
