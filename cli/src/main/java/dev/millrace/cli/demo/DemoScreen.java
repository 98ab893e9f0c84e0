package dev.millrace.cli.demo;

import dev.millrace.cli.terminal.Bar;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.LiveDisplay;
import dev.millrace.cli.terminal.StageState;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.TrainingProgress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows a demonstration stage by stage. */
final class DemoScreen {
    private static final String PLATFORM = "platform";
    private static final String EVENTS = "events";
    private static final String CONVERSATIONS = "conversations";
    private static final String EXAMPLES = "examples";
    private static final String SNAPSHOT = "snapshot";
    private static final String TRAINING = "training";
    private static final String EVALUATION = "evaluation";
    private static final String ADAPTER = "adapter";
    private static final int BAR = 20;

    private final Terminal terminal;
    private final LiveDisplay display;
    private volatile long sent;
    private volatile boolean streamed;

    DemoScreen(Terminal terminal) {
        this.terminal = terminal;
        this.display = new LiveDisplay(
                terminal, List.of(PLATFORM, EVENTS, CONVERSATIONS, EXAMPLES, SNAPSHOT, TRAINING, EVALUATION, ADAPTER));
    }

    void starting(String what) {
        display.show(PLATFORM, StageState.RUNNING, "starting " + what);
    }

    void started(String address, double seconds) {
        display.show(
                PLATFORM,
                StageState.DONE,
                String.format(Locale.ROOT, "broker, registry and services at %s after %.1f s", address, seconds));
    }

    /** May be called from the sending thread. */
    void sent(long events, boolean done) {
        sent = events;
        streamed = done;
        display.show(EVENTS, done ? StageState.DONE : StageState.RUNNING, Figures.count(events) + " acknowledged");
    }

    long sent() {
        return sent;
    }

    void show(Flow flow) {
        if (sent == 0) {
            return;
        }
        Course course = flow.course();
        boolean cut = course.snapshot().isPresent();
        StageState curating = cut && streamed ? StageState.DONE : StageState.RUNNING;
        display.show(CONVERSATIONS, curating, Figures.count(flow.conversations()) + " put together");
        display.show(EXAMPLES, curating, examples(flow));
        display.show(
                SNAPSHOT, curating, course.snapshot().map(DemoScreen::snapshot).orElse("waiting for the trigger"));
        course.job().ifPresent(job -> show(course, job));
        course.report().ifPresent(this::show);
        course.ready()
                .ifPresent(ready -> display.show(ADAPTER, StageState.RUNNING, "checking the files of " + name(ready)));
    }

    void finish() {
        display.finish();
    }

    void ready(AdapterReady ready, boolean verified) {
        String text = verified ? " is ready, its files verify" : " is ready, but its FILES DO NOT VERIFY";
        display.show(ADAPTER, verified ? StageState.DONE : StageState.FAILED, name(ready) + text);
    }

    private static String name(AdapterReady ready) {
        return Figures.shortId(ready.getAdapterId()) + " (version " + ready.getVersion() + ")";
    }

    private static String examples(Flow flow) {
        Map<String, Long> rejected = flow.rejected();
        long all = rejected.values().stream().mapToLong(Long::longValue).sum();
        String reasons = rejected.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return "%s accepted, %s rejected%s"
                .formatted(
                        Figures.count(flow.accepted()),
                        Figures.count(all),
                        reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private static String snapshot(Snapshot snapshot) {
        return "%s: train %d, validation %d, holdout %d; %s"
                .formatted(
                        Figures.shortId(snapshot.getSnapshotId()),
                        snapshot.getCounts().getTrain(),
                        snapshot.getCounts().getValidation(),
                        snapshot.getCounts().getHoldout(),
                        snapshot.getTriggerDetail());
    }

    private void show(Course course, JobState job) {
        boolean done = job.getStatus() == JobStatus.SUCCEEDED;
        boolean failed = course.isLost();
        String text = failed
                ? job.getStatus() + ": " + job.getReason() + " " + job.getDetail()
                : course.progress()
                        .map(step -> progress(step, done))
                        .orElse(job.getStatus().name().toLowerCase(Locale.ROOT));
        display.show(TRAINING, failed ? StageState.FAILED : done ? StageState.DONE : StageState.RUNNING, text);
        if (done && course.report().isEmpty()) {
            display.show(EVALUATION, StageState.RUNNING, "measuring base and candidate on the holdout");
        }
    }

    private String progress(TrainingProgress step, boolean done) {
        String bar = Bar.of(terminal, (double) step.getStep() / Math.max(1, step.getTotalSteps()), BAR);
        String left = done ? "" : ", " + Figures.duration(Duration.ofSeconds((long) step.getSecondsLeft())) + " left";
        return String.format(
                Locale.ROOT,
                "%s step %d/%d, loss %.4f, %,.0f tokens/s%s",
                bar,
                step.getStep(),
                step.getTotalSteps(),
                step.getLoss(),
                step.getTokensPerSecond(),
                left);
    }

    private void show(EvaluationReport report) {
        boolean promoted = report.getVerdict() == dev.millrace.schemas.event.Verdict.PROMOTED;
        display.show(EVALUATION, promoted ? StageState.DONE : StageState.FAILED, report.getSummary());
    }
}
