package dev.millrace.cli.command;

import dev.millrace.cli.look.Jobs;
import dev.millrace.cli.look.Newest;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.privacy.ErasedArtifacts;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobReason;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.TrainingJob;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace jobs}: lists them, cancels one, runs one again. */
@Command(name = "jobs", description = "Lists the training jobs.")
public final class JobsCommand implements Callable<Integer> {
    private static final Set<JobStatus> OPEN = EnumSet.of(JobStatus.QUEUED, JobStatus.RUNNING);

    private final Terminal terminal;

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final JsonOption json = new JsonOption();

    public JobsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        JobList jobs = new JobList(Jobs.read(platform.context().kafka()));
        if (json.chosen()) {
            JsonOption.print(terminal, jobs.trees());
        } else {
            jobs.table().print(terminal, "no jobs yet");
        }
        return ExitCode.OK.code();
    }

    private static Collection<JobState> states(ServiceContext context) {
        return new Newest(context.kafka()).of(Topics.JOB_STATES).values();
    }

    @Command(name = "cancel", description = "Cancels a job that is queued or running.")
    int cancel(
            @Mixin PlatformAccess where,
            @Parameters(paramLabel = "ID", description = "Id, or its first characters.") String id) {
        ServiceContext context = where.context();
        JobState state = Newest.one("job", id, states(context), JobState::getJobId);
        if (!OPEN.contains(state.getStatus())) {
            throw new UserError(
                    ExitCode.FAILED,
                    "job %s is %s; only a queued or running one can be cancelled"
                            .formatted(
                                    Figures.shortId(state.getJobId()),
                                    state.getStatus().name().toLowerCase(Locale.ROOT)));
        }
        publish(
                context,
                JobState.newBuilder(state)
                        .setStatus(JobStatus.CANCELLED)
                        .setReason("requested")
                        .setDetail(null)
                        .setWorker(null)
                        .setAt(Instant.now())
                        .build());
        terminal.println("cancelled " + Figures.shortId(state.getJobId()));
        return ExitCode.OK.code();
    }

    @Command(name = "retry", description = "Runs a failed, cancelled or superseded job again, as a job of its own.")
    int retry(
            @Mixin PlatformAccess where,
            @Parameters(paramLabel = "ID", description = "Id, or its first characters.") String id) {
        ServiceContext context = where.context();
        JobState state = Newest.one("job", id, states(context), JobState::getJobId);
        if (OPEN.contains(state.getStatus())) {
            throw new UserError(ExitCode.FAILED, "job %s is still open".formatted(Figures.shortId(state.getJobId())));
        }
        Collection<TrainingJob> jobs =
                new Newest(context.kafka()).inLog(Topics.JOBS).values();
        TrainingJob job = Newest.one("job", state.getJobId(), jobs, TrainingJob::getJobId);
        refuseErased(context, job);
        TrainingJob again = again(job);
        publish(context, again, queued(again));
        terminal.println("queued " + Figures.shortId(again.getJobId()));
        return ExitCode.OK.code();
    }

    private static void refuseErased(ServiceContext context, TrainingJob job) {
        try (ErasedArtifacts erased = new ErasedArtifacts(context.kafka())) {
            if (erased.refresh().isErased(job.getDomain(), job.getSnapshotId())) {
                throw new UserError(
                        ExitCode.FAILED,
                        "the files of snapshot %s are deleted: a person in it asked to be forgotten. 'millrace jobs' lists the job on the snapshot that replaces it"
                                .formatted(Figures.shortId(job.getSnapshotId())));
            }
            String start = job.getStartFromAdapterId();
            if (start != null && erased.isRevoked(job.getDomain(), start)) {
                throw new UserError(
                        ExitCode.FAILED,
                        "the job goes on from adapter %s, which was revoked; train from the base"
                                .formatted(Figures.shortId(start)));
            }
        }
    }

    private static TrainingJob again(TrainingJob job) {
        String request = UUID.randomUUID().toString();
        String id = Sha256.text(
                String.join("\n", job.getSnapshotId(), job.getRecipeHash(), job.getBaseModelSha256(), request));
        return TrainingJob.newBuilder(job)
                .setJobId(id)
                .setRequestId(request)
                .setReason(JobReason.RETRY)
                .setRequestedAt(Instant.now())
                .build();
    }

    private static JobState queued(TrainingJob job) {
        return JobState.newBuilder()
                .setJobId(job.getJobId())
                .setDomain(job.getDomain())
                .setSnapshotId(job.getSnapshotId())
                .setStatus(JobStatus.QUEUED)
                .setAttempt(0)
                .setAt(Instant.now())
                .build();
    }

    private static void publish(ServiceContext context, JobState state) {
        try (EventProducer producer = context.kafka().producer("cli")) {
            producer.sendAndWait(Topics.JOB_STATES, key(state.getDomain(), state.getJobId()), state);
        }
    }

    /** Job and state come together or not at all. */
    private static void publish(ServiceContext context, TrainingJob job, JobState state) {
        try (EventProducer producer = context.kafka().transactionalProducer("cli", "cli-retry-" + job.getJobId())) {
            producer.transaction(() -> {
                var sentState = producer.send(Topics.JOB_STATES, key(state.getDomain(), state.getJobId()), state);
                var sentJob = producer.send(Topics.JOBS, key(job.getDomain(), job.getJobId()), job);
                EventProducer.await(sentState);
                EventProducer.await(sentJob);
            });
        }
    }

    private static String key(String domain, String id) {
        return Keys.inDomain(domain, id);
    }
}
