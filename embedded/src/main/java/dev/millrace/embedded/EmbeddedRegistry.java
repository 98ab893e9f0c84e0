package dev.millrace.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An Apicurio schema registry in a JVM of its own, on loopback only, which ends with this JVM even when that is killed.
 * Schemas and the port are kept in its directory. The caller closes it.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    /** The system property that says where the unpacked server lies. */
    public static final String HOME = "millrace.registry.home";

    private static final String API = "/apis/ccompat/v7";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STARTUP = Duration.ofMinutes(2);
    private static final int POLL_MILLIS = 100;

    private final Process process;
    private final ClassArchive archive;
    private final Path log;
    private final String url;

    private EmbeddedRegistry(Process process, ClassArchive archive, Path log, int port) {
        this.process = process;
        this.archive = archive;
        this.log = log;
        this.url = "http://" + PortFile.HOST + ":" + port + API;
    }

    /** Where the launcher or the build says the server lies. */
    public static Path home() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new EmbeddedException(
                    "system property %s is not set; start with -D%s=<unpacked registry server>".formatted(HOME, HOME));
        }
        return Path.of(home);
    }

    /** As {@link #start(Path, int, Path, Path)} with {@code registry.log} in the directory. */
    public static EmbeddedRegistry start(Path directory, int port, Path registryHome) {
        return start(directory, port, registryHome, directory.resolve("registry.log"));
    }

    /**
     * Starts the server and returns when it answers.
     *
     * @param directory created if absent
     * @param port 0 for the port remembered in the directory, or any free one the first time
     * @param registryHome the unpacked server; the launcher jar is added to it
     * @param log what the server prints; the log of the run before is kept with the suffix {@code .1}
     * @throws EmbeddedException naming the directory, port or file that stands in the way
     */
    public static EmbeddedRegistry start(Path directory, int port, Path registryHome, Path log) {
        Path data = directory.toAbsolutePath().normalize();
        DirectoryLock.acquire(data, "the embedded registry", PATIENCE).close();
        try {
            EmbeddedRegistry registry = launch(data, port, new RegistryHome(registryHome), log.toAbsolutePath());
            registry.awaitReady();
            return registry;
        } catch (IOException e) {
            throw new EmbeddedException("the embedded registry cannot start in %s: %s".formatted(data, e), e);
        }
    }

    private static EmbeddedRegistry launch(Path data, int requestedPort, RegistryHome home, Path log)
            throws IOException {
        int port = new PortFile(data).choose("registry", requestedPort);
        Path launcher = home.launcher();
        ClassArchive archive = new ClassArchive(launcher);
        List<String> command = RegistryCommand.of(data, port, home, launcher, archive);
        Files.createDirectories(log.getParent());
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new EmbeddedRegistry(process, archive, log, port);
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!answers()) {
            if (exitedWithin(POLL_MILLIS)) {
                throw new EmbeddedException("the embedded registry ended with exit code %d at start: %s (log: %s)"
                        .formatted(process.exitValue(), lastLogLine(), log));
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new EmbeddedException("the embedded registry did not answer at %s within %d s; see %s"
                        .formatted(url, STARTUP.toSeconds(), log));
            }
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url + "/subjects").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String lastLogLine() {
        try {
            List<String> lines = Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.isEmpty() ? "nothing was logged" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "the log cannot be read: " + e;
        }
    }

    private boolean exitedWithin(int millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new EmbeddedException("interrupted while waiting for the embedded registry", e);
        }
    }

    /** The Confluent-compatible address, as {@code schema.registry.url} takes it. */
    public String url() {
        return url;
    }

    /** The server's process, for those who measure it. */
    public Process process() {
        return process;
    }

    /** Ends the server in order; a first run may take some seconds more to write its class archive. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!exitedWithin((int) Duration.ofSeconds(30).toMillis())) {
                process.destroyForcibly();
            }
            exitedWithin((int) PATIENCE.toMillis());
            archive.keep(process.isAlive() ? -1 : process.exitValue());
        } catch (IOException e) {
            throw new EmbeddedException("the embedded registry cannot be stopped: " + e, e);
        }
    }
}
