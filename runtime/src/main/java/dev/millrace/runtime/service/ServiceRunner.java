package dev.millrace.runtime.service;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that is one or more services: check, build, run until SIGTERM, Ctrl-C or a failure, close. Its caller passes
 * the exit code to {@code System.exit}.
 */
public final class ServiceRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceRunner.class);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private ServiceRunner() {}

    /** Runs the services until asked to stop; errors for the user go to standard error as one line. */
    public static ExitCode run(MillraceConfig config, List<Function<ServiceContext, Service>> services) {
        ServiceRunner runner = new ServiceRunner();
        Runtime.getRuntime().addShutdownHook(new Thread(runner::stop, "stop"));
        try {
            return runner.runUntilAsked(config, services);
        } catch (UserError e) {
            LOG.debug("stopped by an error for the user", e);
            System.err.println(e.getMessage());
            return e.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } catch (Exception e) {
            LOG.error("cannot go on", e);
            return ExitCode.FAILED;
        } finally {
            runner.closed.countDown();
        }
    }

    private ExitCode runUntilAsked(MillraceConfig config, List<Function<ServiceContext, Service>> services)
            throws Exception {
        LOG.info("configuration: {}", config.toJson());
        Startup.checkMachine(config);
        ServiceContext context = ServiceContext.of(config);
        Startup.bootstrap(context);
        List<Service> built =
                services.stream().map(service -> service.apply(context)).toList();
        try (ServiceGroup group = ServiceGroup.start(context, built)) {
            while (!asked.await(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (group.failure().isPresent()) {
                    LOG.error("a service failed; stopping", group.failure().orElseThrow());
                    return ExitCode.FAILED;
                }
            }
            return ExitCode.OK;
        }
    }

    /** In the shutdown hook: asks the services to stop and waits for them, so that the process ends clean. */
    private void stop() {
        asked.countDown();
        try {
            if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("the services did not stop within {} s", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
