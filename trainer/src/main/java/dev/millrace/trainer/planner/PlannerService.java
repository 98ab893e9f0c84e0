package dev.millrace.trainer.planner;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.runtime.service.LoopService;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.trainer.training.Recipes;
import dev.millrace.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the snapshots topic and has the {@link Planner} make jobs. Several may run; they share out the partitions. */
public final class PlannerService extends LoopService {

    /** Consumer group of the snapshots topic. */
    public static final String GROUP = "millrace-planner";

    private static final Logger LOG = LoggerFactory.getLogger(PlannerService.class);
    private static final Duration WAIT = Duration.ofMillis(500);

    private final ServiceContext context;

    private PlannerService(ServiceContext context) {
        super("planner");
        this.context = context;
    }

    public static PlannerService create(ServiceContext context) {
        return new PlannerService(context);
    }

    @Override
    public void start() {
        requireTrainable("domainDefaults", context.config().domainDefaults());
        context.config().domains().forEach((name, domain) -> requireTrainable("domains." + name, domain));
        Planner planner =
                keep(new Planner(context.kafka(), new JobMaker(context.config(), context.clock()), context.clock()));
        EventConsumer<Snapshot> snapshots = keep(context.kafka().consumer(Topics.SNAPSHOTS, GROUP, name()));
        snapshots.subscribe(planner);
        repeat(() -> step(snapshots, planner), snapshots::wakeup);
    }

    /** Before the first job, not at it. */
    private static void requireTrainable(String key, DomainConfig domain) {
        try {
            Recipes.check(domain.recipe());
        } catch (TrainingFailedException e) {
            throw new UserError(ExitCode.CONFIG, key + ".recipe: " + e.getMessage(), e);
        }
    }

    private static void step(EventConsumer<Snapshot> source, Planner planner) throws IOException {
        Deque<Event<Snapshot>> events = new ArrayDeque<>(source.poll(WAIT));
        while (!events.isEmpty()) {
            try {
                planner.plan(events.getFirst(), source.client().groupMetadata());
                events.removeFirst();
            } catch (CommitFailedException | ProducerFencedException e) {
                TopicPartition lost = events.getFirst().topicPartition();
                LOG.warn("{} belongs to another planner now", lost);
                planner.onPartitionsRevoked(List.of(lost));
                rewind(source, events);
                return;
            }
        }
    }

    /** To the first event of each partition that was given out and not planned. */
    private static void rewind(EventConsumer<Snapshot> source, Deque<Event<Snapshot>> events) {
        events.descendingIterator().forEachRemaining(event -> {
            if (source.client().assignment().contains(event.topicPartition())) {
                source.client().seek(event.topicPartition(), event.offset());
            }
        });
    }
}
