package dev.millrace.curation.snapshot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.runtime.config.TaskConfig;
import dev.millrace.runtime.config.TasksConfig;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.Role;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be learned from a conversation beside the agent's answers. In order of their names. */
enum Task {
    /** Which tags it has, from what the customer wrote first: all that is known when it must be routed. */
    CLASSIFY {
        @Override
        TaskConfig config(TasksConfig tasks) {
            return tasks.classify();
        }

        @Override
        Optional<Exchange> exchange(Example example) {
            return example.getTags().isEmpty()
                    ? Optional.empty()
                    : first(example, Role.USER).map(asked -> new Exchange(asked, String.join(", ", example.getTags())));
        }
    },

    /** What is known of it, as JSON without what is not. */
    EXTRACT {
        @Override
        TaskConfig config(TasksConfig tasks) {
            return tasks.extract();
        }

        @Override
        Optional<Exchange> exchange(Example example) {
            String transcript = transcript(example);
            ObjectNode known = JSON.createObjectNode();
            if (!example.getTags().isEmpty()) {
                example.getTags().forEach(known.putArray("intent")::add);
            }
            if (example.getOutcome() != Outcome.UNKNOWN) {
                known.put("outcome", example.getOutcome().name().toLowerCase(Locale.ROOT));
            }
            if (example.getRating() != null) {
                known.put("rating", example.getRating());
            }
            if (!example.getLanguage().equals(UNDETERMINED)) {
                known.put("language", example.getLanguage());
            }
            PLACEHOLDER
                    .matcher(transcript)
                    .results()
                    .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                    .collect(Collectors.toCollection(TreeSet::new))
                    .forEach(known.putArray("entities")::add);
            return known.size() > 1 ? Optional.of(new Exchange(transcript, known.toString())) : Optional.empty();
        }
    },

    /** Its subject line, if the text does not hold it. */
    SUMMARISE {
        @Override
        TaskConfig config(TasksConfig tasks) {
            return tasks.summarise();
        }

        @Override
        Optional<Exchange> exchange(Example example) {
            String title = Objects.requireNonNullElse(example.getTitle(), "");
            String transcript = transcript(example);
            String untitled = transcript.replaceFirst(Pattern.quote(CUSTOMER + title + "\n\n"), CUSTOMER);
            boolean told = untitled.toLowerCase(Locale.ROOT).contains(title.toLowerCase(Locale.ROOT));
            return title.split("\\s+").length < FEWEST_WORDS || told
                    ? Optional.empty()
                    : Optional.of(new Exchange(untitled, title));
        }
    };

    /** What is asked and what is the right answer, both redacted. */
    record Exchange(String asked, String answer) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Z]+)_\\d+>");
    private static final String CUSTOMER = "Customer: ";
    private static final String AGENT = "Agent: ";
    private static final String UNDETERMINED = "und";
    private static final int FEWEST_WORDS = 3;

    /** Empty where the fields do not allow it. */
    abstract Optional<Exchange> exchange(Example example);

    abstract TaskConfig config(TasksConfig tasks);

    /** As lines and ids have it. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> first(Example example, Role role) {
        return example.getMessages().stream()
                .filter(message -> message.getRole() == role)
                .map(Message::getContent)
                .findFirst();
    }

    private static String transcript(Example example) {
        return example.getMessages().stream()
                .filter(message -> message.getRole() != Role.SYSTEM)
                .map(message -> (message.getRole() == Role.USER ? CUSTOMER : AGENT) + message.getContent())
                .collect(Collectors.joining("\n\n"));
    }
}
