package dev.millrace.cli.platform;

import dev.millrace.runtime.config.MillraceConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The configuration of a platform on one machine: its {@code millrace.yaml}, with everything that lies in its directory. */
public final class PlatformConfig {

    private static final String TEMPLATE = """
            # Configuration of this platform. Every key with its default: docs/configuration.md
            # Addresses and directories are set by `millrace up`; everything else can be set here.

            http:
              port: %d

            # What holds for every domain that is not spelled out below.
            domainDefaults:
              baseModel: %s

            # A domain is one body of knowledge with an adapter line of its own, for example:
            # domains:
            #   billing:
            #     policy: {systemPrompt: You answer questions about invoices.}
            #     recipe: {epochs: 2}
            """;

    private PlatformConfig() {}

    /** Writes the file of a new platform; keeps the one that is there. */
    public static void create(PlatformDirectory directory, Path baseModel, int httpPort) throws IOException {
        create(
                directory,
                TEMPLATE.formatted(httpPort, baseModel.toAbsolutePath().normalize()));
    }

    /** Writes a whole file where there is none. */
    public static void create(PlatformDirectory directory, String yaml) throws IOException {
        if (!Files.exists(directory.config())) {
            Files.write(directory.config(), yaml.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The configuration with the addresses of a running broker and registry. */
    public static MillraceConfig load(
            PlatformDirectory directory, String bootstrapServers, String registryUrl, Map<String, String> overrides) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("kafka.bootstrapServers", bootstrapServers);
        all.put("registry.url", registryUrl);
        all.put("state.directory", directory.state().toString());
        all.put(
                "state.installationKeyFile",
                directory.root().resolve("installation.key").toString());
        all.put("artifacts.directory", directory.artifacts().toString());
        all.put("http.tokenFile", directory.token().toString());
        all.put("snapshots.http.port", "0");
        all.put("privacy.http.port", "0");
        all.put("topics.replicationFactor", "1");
        all.put("health.port", "0");
        all.putAll(overrides);
        return MillraceConfig.load(Optional.of(directory.config()), System.getenv(), all);
    }
}
