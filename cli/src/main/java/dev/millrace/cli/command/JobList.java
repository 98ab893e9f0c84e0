package dev.millrace.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.look.Jobs;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Table;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.TrainingProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** How {@code status} and {@code jobs} show the training jobs. */
record JobList(Jobs jobs) {

    Table table() {
        Instant now = Instant.now();
        Table table = new Table("job", "domain", "snapshot", "status", "attempt", "progress", "since", "reason");
        jobs.states()
                .forEach(state -> table.row(
                        Figures.shortId(state.getJobId()),
                        state.getDomain(),
                        Figures.shortId(state.getSnapshotId()),
                        state.getStatus().name().toLowerCase(Locale.ROOT),
                        state.getAttempt(),
                        jobs.progress(state)
                                .map(last -> text(last, state.getStatus() == JobStatus.RUNNING))
                                .orElse(""),
                        Figures.ago(state.getAt(), now),
                        Objects.requireNonNullElse(state.getReason(), "")));
        return table;
    }

    private static String text(TrainingProgress last, boolean running) {
        String done = "step %,d/%,d, loss %.4f".formatted(last.getStep(), last.getTotalSteps(), last.getLoss());
        if (!running) {
            return done;
        }
        return "%s, %,.0f tokens/s, %s left"
                .formatted(done, last.getTokensPerSecond(), Figures.duration(Duration.ofSeconds((long)
                        last.getSecondsLeft())));
    }

    /** Each state with the last {@code progress} of its attempt, or null. */
    List<JsonNode> trees() {
        return jobs.states().stream().map(this::tree).toList();
    }

    private JsonNode tree(JobState state) {
        ObjectNode tree = (ObjectNode) JsonOption.tree(state);
        return tree.set("progress", jobs.progress(state).map(JsonOption::tree).orElse(null));
    }
}
