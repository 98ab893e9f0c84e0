package dev.millrace.cli.look;

import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.TrainingProgress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The training jobs as they stand now, and how far each has come. */
public final class Jobs {

    /** Progress of a job that is at work is never far from the end of its topic. */
    private static final long TAIL = 1_000;

    private final List<JobState> states;
    private final Map<String, TrainingProgress> progress;

    private Jobs(Collection<JobState> states, Map<String, TrainingProgress> progress) {
        this.states = List.copyOf(states);
        this.progress = Map.copyOf(progress);
    }

    public static Jobs read(KafkaClients kafka) {
        Map<String, TrainingProgress> progress = new HashMap<>();
        try (TopicReader<TrainingProgress> reader =
                kafka.reader(Topics.PROGRESS).skipToLast(TAIL)) {
            reader.readToEnd(event -> {
                TrainingProgress value = event.value();
                if (value != null) {
                    progress.put(event.key(), value);
                }
            });
        }
        return new Jobs(new Newest(kafka).of(Topics.JOB_STATES).values(), progress);
    }

    /** In the order in which they last changed. */
    public List<JobState> states() {
        return states;
    }

    /** The last word from the job's current attempt, if there was one lately. */
    public Optional<TrainingProgress> progress(JobState state) {
        return Optional.ofNullable(progress.get(Keys.inDomain(state.getDomain(), state.getJobId())))
                .filter(last -> last.getAttempt() == state.getAttempt());
    }
}
