package dev.millrace.ingest.http;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.webhook.Webhook;
import dev.millrace.ingest.write.GroupCommit;
import dev.millrace.ingest.write.SuppressionFollower;
import dev.millrace.ingest.write.TransactionalWriter;
import dev.millrace.ingest.write.WriteFailedException;
import dev.millrace.ingest.write.WriterIdentity;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.HttpConfig;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.runtime.service.OpenResources;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.Startup;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service that takes events over HTTP. */
public final class IngestService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(IngestService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ServiceContext context;
    private final OpenResources opened;
    private @Nullable GroupCommit writer;
    private @Nullable EventServer server;

    private IngestService(ServiceContext context) {
        this.context = context;
        this.opened = new OpenResources(name());
    }

    public static IngestService create(ServiceContext context) {
        return new IngestService(context);
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        HttpConfig config = context.config().http();
        Startup.requireFreePort("http.port", config.host(), config.port());
        Pseudonymizer pseudonymizer =
                Pseudonymizer.load(context.config().state().installationKeyFile());
        Map<String, Webhook> webhooks = Webhook.configured(context.config(), System::getenv, context.clock());
        GroupCommit commits = writer();
        JsonEventReader reader = new JsonEventReader(new DraftRules(context.clock()));
        server = opened.keep(EventServer.start(
                config,
                BearerToken.load(config.tokenFile()),
                new BatchReader(reader, config.maxBatchEvents()),
                webhooks,
                origin -> new SourceEvents(origin, pseudonymizer::pseudonym, context.clock()),
                commits,
                context.metrics()));
        LOG.info("events are taken at http://{}:{}", config.host(), server.port());
        context.config()
                .webhooks()
                .keySet()
                .forEach(name -> LOG.info(
                        "webhook {} is {}", name, webhooks.containsKey(name) ? "on" : "off, since it has no secret"));
    }

    private GroupCommit writer() throws IOException, InterruptedException {
        SuppressionFollower suppression = opened.keep(SuppressionFollower.start(context.kafka(), PATIENCE));
        WriterIdentity identity = opened.keep(
                WriterIdentity.take(context.config().state().directory().resolve("ingest")));
        TransactionalWriter transactions = new TransactionalWriter(
                () -> context.kafka().transactionalProducer("ingest", identity.transactionalId()),
                suppression.erased(),
                context.metrics());
        GroupCommit commits = new GroupCommit(transactions, PATIENCE);
        try {
            commits.start();
        } catch (WriteFailedException e) {
            throw new UserError(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
        writer = opened.keep(commits);
        return commits;
    }

    /** The port of the HTTP interface while it runs. */
    public int port() {
        if (server == null) {
            throw new IllegalStateException("ingest is not started");
        }
        return server.port();
    }

    @Override
    public boolean ready() {
        return server != null && writer != null && writer.healthy();
    }

    @Override
    public void close() {
        opened.close();
    }
}
