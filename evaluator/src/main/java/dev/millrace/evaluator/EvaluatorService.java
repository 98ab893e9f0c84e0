package dev.millrace.evaluator;

import dev.millrace.lm.torch.Device;
import dev.millrace.lm.torch.DeviceChoice;
import dev.millrace.lm.torch.Torch;
import dev.millrace.runtime.config.EvaluatorConfig;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.runtime.privacy.ErasedArtifacts;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.LoopService;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.EvaluationReport;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service that judges candidates. Candidates are partitioned by domain, so one evaluator at a time owns a domain and
 * knows its champion; offset, report and promotion are one transaction. Between two candidates it revokes what was trained on erased
 * snapshots.
 */
public final class EvaluatorService extends LoopService {

    /** Consumer group of the candidates topic. */
    public static final String GROUP = "millrace-evaluator";

    private static final Logger LOG = LoggerFactory.getLogger(EvaluatorService.class);

    private final ServiceContext context;

    private EvaluatorService(ServiceContext context) {
        super("evaluator");
        this.context = context;
    }

    public static EvaluatorService create(ServiceContext context) {
        return new EvaluatorService(context);
    }

    @Override
    public void start() {
        EvaluatorConfig config = context.config().evaluator();
        Torch.useThreads(config.threads());
        Device device = DeviceChoice.valueOf(config.device().name()).resolve();
        CandidateJudge judge = new CandidateJudge(context.config(), context.artifacts(), context.clock(), device);
        EventConsumer<AdapterCandidate> candidates =
                keep(context.kafka().consumer(Topics.CANDIDATES, GROUP, name()).checking(this::requireNameable));
        EventProducer producer =
                keep(context.kafka().transactionalProducer("evaluator", GROUP + "-" + UUID.randomUUID()));
        TopicTable<AdapterReady> champions = keep(context.kafka().table(Topics.READY));
        TopicTable<EvaluationReport> reports = keep(context.kafka().table(Topics.REPORTS));
        ErasedArtifacts erased = keep(new ErasedArtifacts(context.kafka()));
        Revocations revocations = new Revocations(
                erased,
                keep(context.kafka().table(Topics.CANDIDATES)),
                champions,
                this::isNameable,
                producer,
                context.metrics(),
                context.clock());
        CandidateQueue queue = keep(new CandidateQueue(candidates));
        Promotion promotion = new Promotion(judge, producer, queue, champions, reports, revocations, context.metrics());
        Erasure erasure = new Erasure(revocations, revokedFiles(), erased, context.artifacts());
        queue.join();
        repeat(() -> step(queue, promotion, erasure), candidates::wakeup);
    }

    private RevokedFiles revokedFiles() {
        ErasedSubjects requests = keep(new ErasedSubjects(context.kafka()));
        return new RevokedFiles(
                context.artifacts(),
                () -> requests.refresh().requests(),
                context.config().privacy(),
                context.clock());
    }

    /** The report on a candidate is an artifact of its name. */
    private void requireNameable(Event<AdapterCandidate> event) {
        AdapterCandidate candidate = event.value();
        if (candidate != null) {
            requireNameable(candidate);
        }
    }

    private void requireNameable(AdapterCandidate candidate) {
        var unused = context.artifacts().uri("reports", CandidateJudge.id(candidate));
    }

    private boolean isNameable(AdapterCandidate candidate) {
        try {
            requireNameable(candidate);
            return Keys.isName(candidate.getDomain());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void step(CandidateQueue queue, Promotion promotion, Erasure erasure) throws Exception {
        erasure.work(queue);
        Optional<CandidateQueue.Claim> next = queue.next();
        if (next.isPresent()) {
            LOG.info("judging {}", next.get().event().key());
            queue.whileHolding(() -> promotion.judge(next.get())).publish();
        }
    }
}
