package dev.millrace.cli.demo;

import dev.millrace.cli.platform.Supervisor;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.Verdict;
import dev.millrace.simulator.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** The demonstration: streams a simulated company through a running platform and follows it to a ready adapter. */
public final class Demo {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final DemoOptions options;
    private final DemoScreen screen;
    private final Simulation simulation;
    private final long begin = System.nanoTime();

    public Demo(DemoOptions options, Terminal terminal) {
        this.options = options;
        this.screen = new DemoScreen(terminal);
        this.simulation = new Simulation(
                options.seed(),
                options.conversations(),
                Instant.now().minus(Simulation.span(options.conversations())).minusSeconds(60));
    }

    /** The configuration file that the platform has to start with. */
    public String configuration() {
        return DemoConfig.yaml(simulation.domain(), options.baseModel(), options.conversations(), options.seed());
    }

    /** Hears what the platform starts. */
    public void starting(String what) {
        screen.starting(what);
    }

    /**
     * Runs it to its end, good or bad.
     *
     * @param stopped whether the user wants it to end
     */
    public DemoResult run(Supervisor supervisor, BooleanSupplier stopped) throws Exception {
        screen.started(supervisor.running().http(), seconds());
        try (MemorySampler memory = new MemorySampler();
                Flow flow = new Flow(supervisor.context().kafka(), simulation.domain())) {
            memory.start();
            CompletableFuture<Void> stream = CompletableFuture.runAsync(() -> stream(supervisor));
            follow(flow, supervisor, stream, stopped);
            Optional<AdapterReady> ready = flow.course().ready();
            boolean verified = false;
            if (ready.isPresent()) {
                verified = AdapterFiles.verify(supervisor.context().artifacts(), ready.get());
                screen.ready(ready.get(), verified);
            }
            screen.finish();
            return new DemoResult(
                    summary(flow, supervisor, verified, memory),
                    Answers.of(supervisor.context().artifacts(), flow.course().report()));
        }
    }

    private void stream(Supervisor supervisor) {
        try {
            String token = BearerToken.load(options.directory().token()).authorization();
            new EventStream(supervisor.running().http(), token, options.eventsPerSecond())
                    .send(simulation, events -> screen.sent(events, false));
            screen.sent(screen.sent(), true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private void follow(Flow flow, Supervisor supervisor, CompletableFuture<Void> stream, BooleanSupplier stopped) {
        while (!isOver(flow.course()) && !stopped.getAsBoolean()) {
            flow.poll();
            screen.show(flow);
            if (stream.isCompletedExceptionally()) {
                rethrow(stream);
            }
            supervisor.failure().ifPresent(failure -> {
                throw new UserError(ExitCode.FAILED, "a service failed: " + failure, failure);
            });
            if (seconds() > LIMIT.toSeconds()) {
                throw new UserError(
                        ExitCode.FAILED,
                        "no adapter within %d min; the logs lie in %s"
                                .formatted(
                                        LIMIT.toMinutes(), options.directory().logs()));
            }
        }
        screen.show(flow);
    }

    private static void rethrow(CompletableFuture<Void> failed) {
        try {
            failed.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UserError cause ? cause : e;
        }
    }

    /** Ready, or it cannot come any more. */
    private static boolean isOver(Course course) {
        boolean refused = course.report()
                .filter(report -> report.getVerdict() != Verdict.PROMOTED)
                .isPresent();
        return (course.ready().isPresent() && course.report().isPresent()) || refused || course.isLost();
    }

    private DemoSummary summary(Flow flow, Supervisor supervisor, boolean verified, MemorySampler memory) {
        Course course = flow.course();
        Optional<AdapterReady> ready = course.ready();
        return new DemoSummary(
                verified,
                screen.sent(),
                flow.conversations(),
                flow.accepted(),
                flow.rejected(),
                course.snapshot().map(found -> found.getSnapshotId()).orElse(null),
                ready.map(AdapterReady::getAdapterId).orElse(null),
                ready.map(found -> AdapterFiles.folder(supervisor.context().artifacts(), found)
                                .toString())
                        .orElse(null),
                ready.map(AdapterReady::getBaseLoss).orElse(null),
                ready.map(AdapterReady::getAdapterLoss).orElse(null),
                ready.map(AdapterReady::getLossDeltaLow).orElse(null),
                ready.map(AdapterReady::getLossDeltaHigh).orElse(null),
                course.candidate()
                        .map(found -> found.getFigures().getTokensPerSecond())
                        .orElse(null),
                Math.round(seconds() * 10) / 10.0,
                memory.peakMb());
    }

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
