package dev.millrace.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: warnings to standard error for a short command (logback.xml), everything to a rolling file for
 * the platform and its processes, everything to standard output for a service in a container.
 */
public final class Logs {
    private Logs() {}

    public static void toFile(Path file) {
        configure("logback-file.xml", file.toString());
    }

    public static void toStandardOutput() {
        configure("logback-service.xml", "");
    }

    private static void configure(String resource, String file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("file", file);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL settings = Logs.class.getResource("/" + resource);
        try {
            configurator.doConfigure(settings);
        } catch (JoranException e) {
            throw new IllegalStateException("the logging settings " + resource + " are wrong: " + e.getMessage(), e);
        }
    }
}
