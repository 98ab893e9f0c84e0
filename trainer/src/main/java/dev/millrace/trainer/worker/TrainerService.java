package dev.millrace.trainer.worker;

import dev.millrace.lm.torch.Torch;
import dev.millrace.runtime.config.TrainerConfig;
import dev.millrace.runtime.kafka.ShareGroup;
import dev.millrace.runtime.service.Loop;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.trainer.queue.JobQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of the share group of jobs. Any number of such processes may run, on any number of machines that share the
 * artifact store; each trains one job at a time.
 */
public final class TrainerService implements Service {

    /** Share group of the jobs topic. */
    public static final String GROUP = "millrace-trainers";

    private static final Logger LOG = LoggerFactory.getLogger(TrainerService.class);
    private static final int RENEWALS_PER_LOCK = 3;
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ServiceContext context;
    private final JobRunner runner;
    private final UnaryOperator<WorkerSettings> change;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable Loop loop;

    /** With a runner of one's own, and other settings than the configuration gives. */
    TrainerService(ServiceContext context, JobRunner runner, UnaryOperator<WorkerSettings> change) {
        this.context = context;
        this.runner = runner;
        this.change = change;
    }

    /** A worker that trains. */
    public static TrainerService create(ServiceContext context) {
        int threads = context.config().trainer().threads();
        if (threads > 0) {
            Torch.useThreads(threads);
        }
        return new TrainerService(context, new EngineRunner(context), UnaryOperator.identity());
    }

    @Override
    public String name() {
        return "trainer";
    }

    @Override
    public void start() throws InterruptedException {
        TrainerConfig config = context.config().trainer();
        try (Admin admin = context.kafka().admin()) {
            ShareGroup.configure(admin, GROUP, config.lock(), config.attempts() + 1);
        }
        WorkerSettings settings = change.apply(settings(config));
        Worker own = keep(new Worker(
                keep(new JobQueue(() -> context.kafka().shareConsumer(GROUP, settings.worker()), Topics.JOBS.name())),
                runner,
                context.kafka(),
                keep(context.kafka().decoder(Topics.JOBS)),
                keep(context.kafka().deadLetters(name())),
                keep(new JobStates(context.kafka())),
                settings,
                context.clock()));
        loop = keep(new Loop("trainer", own::step, own::stop).start());
    }

    private static WorkerSettings settings(TrainerConfig config) {
        return new WorkerSettings(
                "trainer-" + ProcessHandle.current().pid(),
                config.attempts(),
                config.lock().dividedBy(RENEWALS_PER_LOCK),
                GLANCE,
                PAUSE);
    }

    private <C extends AutoCloseable> C keep(C resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public boolean ready() {
        return loop != null && loop.alive();
    }

    @Override
    public Optional<Throwable> failure() {
        return loop == null ? Optional.empty() : loop.failure();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("the trainer did not close in order", e);
            }
        }
    }
}
