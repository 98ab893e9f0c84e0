package dev.millrace.trainer.worker;

import dev.millrace.lm.torch.Device;
import dev.millrace.lm.torch.DeviceChoice;
import dev.millrace.lm.torch.Torch;
import dev.millrace.runtime.config.TrainerConfig;
import dev.millrace.runtime.kafka.ShareGroup;
import dev.millrace.runtime.privacy.ErasedArtifacts;
import dev.millrace.runtime.service.LoopService;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.trainer.queue.JobQueue;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;

/**
 * A worker of the share group of jobs. Any number of such processes may run, on any number of machines that share the
 * artifact store; each trains one job at a time.
 */
public final class TrainerService extends LoopService {

    /** Share group of the jobs topic. */
    public static final String GROUP = "millrace-trainers";

    private static final int RENEWALS_PER_LOCK = 3;
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ServiceContext context;
    private final JobRunner runner;
    private final UnaryOperator<WorkerSettings> change;

    /** With a runner of one's own, and other settings than the configuration gives. */
    TrainerService(ServiceContext context, JobRunner runner, UnaryOperator<WorkerSettings> change) {
        super("trainer");
        this.context = context;
        this.runner = runner;
        this.change = change;
    }

    /** A worker that trains. */
    public static TrainerService create(ServiceContext context) {
        TrainerConfig config = context.config().trainer();
        Torch.useThreads(config.threads());
        Device device = DeviceChoice.valueOf(config.device().name()).resolve();
        return new TrainerService(context, new EngineRunner(context, device), UnaryOperator.identity());
    }

    @Override
    public void start() throws InterruptedException {
        TrainerConfig config = context.config().trainer();
        try (Admin admin = context.kafka().admin()) {
            ShareGroup.configure(admin, GROUP, config.lock(), config.attempts() + 1);
        }
        WorkerSettings settings = change.apply(settings(config));
        JobStates states = keep(new JobStates(context.kafka()));
        ErasedArtifacts erased = keep(new ErasedArtifacts(context.kafka()));
        Worker own = keep(new Worker(
                keep(new JobQueue(() -> context.kafka().shareConsumer(GROUP, settings.worker()), Topics.JOBS.name())),
                runner,
                context.kafka(),
                keep(context.kafka().decoder(Topics.JOBS)),
                keep(context.kafka().deadLetters(name())),
                states,
                new Leftovers(erased, states, runner, context.artifacts()),
                settings,
                context.clock()));
        repeat(own::step, own::stop);
    }

    private static WorkerSettings settings(TrainerConfig config) {
        return new WorkerSettings(
                "trainer-" + ProcessHandle.current().pid(),
                config.attempts(),
                config.lock().dividedBy(RENEWALS_PER_LOCK),
                GLANCE,
                PAUSE);
    }
}
