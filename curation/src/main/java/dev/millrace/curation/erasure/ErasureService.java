package dev.millrace.curation.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.runtime.files.DurableFiles;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.Outage;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.LoopService;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.ErasureRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service that sees erasures through: it takes requests over HTTP, searches for what is left of each person until nothing
 * is, and writes the receipts. Several share the requests out; state files and checkpoints are searched on the machine that
 * owns a request.
 *
 * <p>Where its endpoint listens stands in {@link #addressFile}.
 */
public final class ErasureService extends LoopService {
    /** Consumer group of the erasures topic; it only shares out the work. */
    public static final String GROUP = "millrace-eraser";

    private static final Logger LOG = LoggerFactory.getLogger(ErasureService.class);
    private static final Duration WAIT = Duration.ofMillis(500);
    /** Searches until the deadline at least, whatever the interval is. */
    private static final int SEARCHES = 20;

    private final ServiceContext context;
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong overdue = new AtomicLong();
    private volatile Map<String, ErasureReceipt> written = Map.of();
    private Instant nextSearch = Instant.EPOCH;

    private ErasureService(ServiceContext context) {
        super("eraser");
        this.context = context;
    }

    public static ErasureService create(ServiceContext context) {
        return new ErasureService(context);
    }

    /** The file that holds the base URL of the eraser on a state directory while it runs. */
    public static Path addressFile(Path stateDirectory) {
        return stateDirectory.resolve("eraser").resolve("address");
    }

    @Override
    public void start() throws IOException {
        context.metrics().gauge("millrace.erasures.open", open);
        context.metrics().gauge("millrace.erasures.overdue", overdue);
        ErasedSubjects people = keep(new ErasedSubjects(context.kafka()));
        TopicTable<ErasureReceipt> receipts = keep(context.kafka().table(Topics.RECEIPTS));
        EventProducer producer = keep(context.kafka().producer(name()));
        Admin admin = keep(context.kafka().admin());
        LogSearch logs = keep(new LogSearch(context.kafka()));
        EventConsumer<ErasureRequest> consumer = keep(context.kafka().consumer(Topics.ERASURES, GROUP, name()));
        consumer.subscribe();
        repeat(() -> patientStep(consumer, people, receipts, producer, admin, logs), consumer::wakeup);
        listen();
    }

    private void listen() throws IOException {
        BearerToken token = BearerToken.load(context.config().http().tokenFile());
        var endpoint = context.config().privacy().http();
        ErasureRequests requests = new ErasureRequests(context.config(), context.clock());
        ErasureEndpoint server = keep(ErasureEndpoint.start(
                endpoint,
                token,
                (subject, domain) -> {
                    List<ErasureRequest> made = requests.of(subject, domain);
                    ErasureRequests.publish(context.kafka(), made);
                    return made;
                },
                this::receipts));
        String address = "http://" + endpoint.host() + ":" + server.port();
        Path file = addressFile(context.config().state().directory());
        DurableFiles.createDirectories(file.getParent());
        DurableFiles.write(file, address.getBytes(UTF_8));
        keep(() -> Files.deleteIfExists(file));
        LOG.info("erasures at {}/v1/erasures", address);
    }

    private List<ErasureReceipt> receipts(String requestId) {
        return written.values().stream()
                .filter(receipt -> receipt.getRequestId().equals(requestId))
                .toList();
    }

    /** An outage ends nothing: what was not seen is looked at again. */
    private void patientStep(
            EventConsumer<ErasureRequest> consumer,
            ErasedSubjects people,
            TopicTable<ErasureReceipt> receipts,
            EventProducer producer,
            Admin admin,
            LogSearch logs)
            throws IOException, InterruptedException {
        try {
            step(consumer, people, receipts, producer, admin, logs);
        } catch (KafkaException e) {
            if (!Outage.isBehind(e)) {
                throw e;
            }
            LOG.warn("the erasures cannot be looked at now: {}", e.toString());
        }
    }

    private void step(
            EventConsumer<ErasureRequest> consumer,
            ErasedSubjects people,
            TopicTable<ErasureReceipt> receipts,
            EventProducer producer,
            Admin admin,
            LogSearch logs)
            throws IOException, InterruptedException {
        consumer.poll(WAIT);
        people.refresh();
        written = new HashMap<>(receipts.refresh().values());
        Map<ErasureRequest, Set<Stage>> left = open(consumer, people, receipts);
        Set<ErasureRequest> unseen = left.keySet().stream()
                .filter(request -> Receipts.answering(request, receipts.get(Receipts.key(request)))
                        .isEmpty())
                .collect(Collectors.toSet());
        tellOverdue(left.keySet());
        Instant now = context.clock().instant();
        boolean all = !now.isBefore(nextSearch);
        if (!all) {
            left.keySet().retainAll(unseen);
        }
        if (left.isEmpty()) {
            return;
        }
        Investigation investigation = new Investigation(context, admin, logs, left, unseen);
        Map<ErasureRequest, Map<Stage, Finding>> findings = investigation.run();
        followKin(investigation.kin(), people, producer);
        write(findings, receipts, producer);
        investigation.examples().forEach(key -> producer.send(Topics.EXAMPLES, key, null));
        producer.flush();
        if (all) {
            nextSearch = context.clock().instant().plus(interval());
        }
    }

    /** The open stages of each request that this process owns. */
    private Map<ErasureRequest, Set<Stage>> open(
            EventConsumer<ErasureRequest> consumer, ErasedSubjects people, TopicTable<ErasureReceipt> receipts) {
        Set<Integer> owned = consumer.client().assignment().stream()
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
        int partitions = consumer.client().partitionsFor(Topics.ERASURES.name()).size();
        Map<ErasureRequest, Set<Stage>> left = new LinkedHashMap<>();
        for (ErasureRequest request : people.requests()) {
            String key = Receipts.key(request);
            Set<Stage> stages = Receipts.open(request, receipts.get(key));
            if (!stages.isEmpty()
                    && owned.contains(Topics.ERASURES.partitioning().partition(key, partitions))) {
                left.put(request, stages);
            }
        }
        return left;
    }

    private void tellOverdue(Set<ErasureRequest> requests) {
        Instant now = context.clock().instant();
        long late = requests.stream()
                .filter(request -> now.isAfter(request.getDeadline()))
                .count();
        open.set(requests.size());
        if (overdue.getAndSet(late) < late) {
            LOG.error(
                    "{} erasures are not complete past their deadline; `millrace erasures` says which steps are open",
                    late);
        }
    }

    private Duration interval() {
        Duration often = context.config().privacy().deadline().dividedBy(SEARCHES);
        Duration configured = context.config().privacy().searchInterval();
        return often.compareTo(configured) < 0 ? often : configured;
    }

    private void write(
            Map<ErasureRequest, Map<Stage, Finding>> findings,
            TopicTable<ErasureReceipt> receipts,
            EventProducer producer) {
        findings.forEach((request, found) -> {
            String key = Receipts.key(request);
            Optional<ErasureReceipt> last = receipts.get(key);
            ErasureReceipt next =
                    Receipts.next(request, last, found, context.clock().instant());
            if (!Receipts.same(last, next)) {
                producer.sendAndWait(Topics.RECEIPTS, key, next);
                if (next.getComplete()) {
                    LOG.info("erasure {} of {} is complete", next.getRequestId(), next.getSubject());
                }
            }
        });
    }

    private static void followKin(List<ErasureRequest> kin, ErasedSubjects people, EventProducer producer) {
        for (ErasureRequest request : kin) {
            if (!people.covers(request.getDomain(), request.getSubject())) {
                producer.sendAndWait(Topics.ERASURES, Receipts.key(request), request);
            }
        }
    }
}
