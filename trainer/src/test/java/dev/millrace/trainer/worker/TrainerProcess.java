package dev.millrace.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.service.ParentWatch;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.trainer.TestInstallation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A trainer as a process of its own, which can be killed and suspended as any process can. Ends with its parent. */
public final class TrainerProcess implements AutoCloseable {
    private final Process process;

    private TrainerProcess(Process process) {
        this.process = process;
    }

    /** The argument is a file with settings. */
    public static void main(String[] arguments) throws Exception {
        ParentWatch.start();
        Properties settings = new Properties();
        try (InputStream file = Files.newInputStream(Path.of(arguments[0]))) {
            settings.load(file);
        }
        ServiceContext context = TestInstallation.context(
                settings.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, settings::getProperty)));
        TrainerService.create(context).start();
        new CountDownLatch(1).await();
    }

    /** Starts one with the settings of an installation. */
    static TrainerProcess start(Path directory, Map<String, String> settings) throws IOException {
        Path file = directory.resolve("trainer.properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return new TrainerProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainerProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** As SIGKILL does: without a word to anyone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    boolean alive() {
        return process.isAlive();
    }

    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    @Override
    public void close() {
        kill();
    }
}
