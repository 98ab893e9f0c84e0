package dev.millrace.runtime.config;

import java.nio.file.Path;

@Doc("Where snapshots, checkpoints and adapters are kept.")
public record ArtifactsConfig(
        @Doc("A folder that all services share.") Path directory) {

    public static final ArtifactsConfig DEFAULTS = new ArtifactsConfig(Path.of("data", "artifacts"));
}
