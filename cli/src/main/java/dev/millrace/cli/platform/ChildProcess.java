package dev.millrace.cli.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service in a process of its own, started again with growing delays whenever it ends by itself.
 *
 * <p>The child ends when its standard input does, so it never outlives this process, even a killed one. Thread-safe.
 */
final class ChildProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path output;
    private final Runnable onChange;
    private final Thread keeper;
    private boolean stopping;
    private @Nullable Process process;

    /**
     * @param output what the process prints, the JVM's own crash messages included
     * @param onChange called after each start
     */
    ChildProcess(String name, List<String> command, Map<String, String> environment, Path output, Runnable onChange) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.output = output;
        this.onChange = onChange;
        this.keeper = new Thread(this::keep, name + "-keeper");
    }

    void start() {
        keeper.setDaemon(true);
        keeper.start();
    }

    String name() {
        return name;
    }

    synchronized Optional<Long> pid() {
        return Optional.ofNullable(process).filter(Process::isAlive).map(Process::pid);
    }

    private void keep() {
        Backoff backoff = new Backoff();
        try {
            while (launch()) {
                onChange.run();
                long started = System.nanoTime();
                int exit = waitFor();
                awaitRestart(exit, backoff.after(Duration.ofNanos(System.nanoTime() - started)));
            }
        } catch (IOException e) {
            LOG.error("{} cannot be started: {}", name, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean launch() throws IOException {
        if (stopping) {
            return false;
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        LOG.info("{} started as process {}", name, process.pid());
        return true;
    }

    private int waitFor() throws InterruptedException {
        Process current;
        synchronized (this) {
            current = process;
        }
        return current == null ? 0 : current.waitFor();
    }

    private synchronized void awaitRestart(int exit, Duration delay) throws InterruptedException {
        long deadline = System.nanoTime() + delay.toNanos();
        if (!stopping) {
            LOG.warn("{} ended with exit code {}; it starts again in {} s", name, exit, delay.toSeconds());
        }
        long left = delay.toMillis();
        while (!stopping && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }

    /** Asks the process to end, and kills it if it does not. */
    @Override
    public void close() {
        Optional<Process> running = stopKeeping();
        running.ifPresent(this::end);
    }

    private synchronized Optional<Process> stopKeeping() {
        stopping = true;
        notifyAll();
        return Optional.ofNullable(process).filter(Process::isAlive);
    }

    private void end(Process running) {
        try {
            running.getOutputStream().close();
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("{} did not end within {} s and is killed", name, PATIENCE.toSeconds());
                running.destroyForcibly();
            }
        } catch (IOException e) {
            running.destroyForcibly();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
