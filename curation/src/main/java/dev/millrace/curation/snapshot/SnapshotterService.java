package dev.millrace.curation.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.runtime.config.BalanceConfig;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.files.DurableFiles;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.LoopService;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service that cuts snapshots. Several share the domains; each needs a state directory of its own.
 *
 * <p>Where its endpoint listens stands in {@link #addressFile}.
 */
public final class SnapshotterService extends LoopService {
    /** Consumer group of the examples topic. */
    public static final String GROUP = "millrace-snapshotter";

    /** Folder of the index of examples, under the snapshotter's own. */
    public static final String INDEX = "index";

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotterService.class);

    private final ServiceContext context;
    private final SnapshotPublisher.Factory publishers;
    private @Nullable OwnedPartitions owned;

    /** For tests: with publishers of one's own. */
    SnapshotterService(ServiceContext context, SnapshotPublisher.Factory publishers) {
        super("snapshotter");
        this.context = context;
        this.publishers = publishers;
    }

    public static SnapshotterService create(ServiceContext context) {
        return new SnapshotterService(context, TransactionalPublisher.factory(context.kafka()));
    }

    /** The domain that a key of the index is about, for whoever looks through its files. */
    public static String domainInIndex(String key) {
        return ExampleIndex.domainOf(key);
    }

    /** The file that holds the base URL of the snapshotter on a state directory while it runs. */
    public static Path addressFile(Path stateDirectory) {
        return stateDirectory.resolve("snapshotter").resolve("address");
    }

    @Override
    public void start() throws IOException {
        requireFiles(context.config());
        EventConsumer<Example> consumer = keep(context.kafka().consumer(Topics.EXAMPLES, GROUP, name()));
        int partitions = consumer.client().partitionsFor(Topics.EXAMPLES.name()).size();
        Path state = context.config().state().directory();
        ExampleIndex index = keep(ExampleIndex.open(state.resolve("snapshotter").resolve(INDEX), partitions));
        PublishedSnapshots published = new PublishedSnapshots();
        SnapshotMetrics metrics = new SnapshotMetrics(context.metrics());
        ErasedSubjects erased = keep(new ErasedSubjects(context.kafka()));
        Cutter cutter =
                new Cutter(context.config(), context.artifacts(), index, published, erased, metrics, context.clock());
        CutterThread thread =
                keep(new CutterThread(context.kafka(), publishers, cutter, index, published, metrics, context.clock()));
        DueErasures erasures = new DueErasures(erased, index, published, partitions, context.clock());
        OwnedPartitions partitionsOwned = new OwnedPartitions(
                consumer.client(),
                index,
                thread,
                context.clock(),
                context.config().privacy().cleaning().tombstones());
        ExampleFollower following = new ExampleFollower(
                context.config(),
                consumer,
                partitions,
                partitionsOwned,
                index,
                thread,
                published,
                erasures,
                metrics,
                context.clock());
        consumer.subscribe(partitionsOwned);
        owned = partitionsOwned;
        repeat(following::step, consumer::wakeup);
        listen(following, state);
    }

    /** What cannot be read would stop the first cut; better to say so now. */
    private static void requireFiles(MillraceConfig config) {
        List<DomainConfig> domains = Stream.concat(
                        Stream.of(config.domainDefaults()), config.domains().values().stream())
                .toList();
        domains.stream()
                .map(domain -> domain.policy().similarity().protectedSets())
                .distinct()
                .forEach(ProtectedSets::read);
        domains.stream()
                .map(DomainConfig::balance)
                .filter(balance -> balance.generalShare() > 0)
                .map(BalanceConfig::generalText)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(GeneralText::check);
    }

    private void listen(ExampleFollower following, Path state) throws IOException {
        BearerToken token = BearerToken.load(context.config().http().tokenFile());
        var endpoint = context.config().snapshots().http();
        DemandEndpoint server = keep(DemandEndpoint.start(endpoint, token, following::demand));
        String address = "http://" + endpoint.host() + ":" + server.port();
        DurableFiles.write(addressFile(state), address.getBytes(UTF_8));
        keep(() -> Files.deleteIfExists(addressFile(state)));
        LOG.info("snapshots on demand at {}/v1/snapshots", address);
    }

    @Override
    public boolean ready() {
        return super.ready() && owned != null && owned.isJoined();
    }
}
