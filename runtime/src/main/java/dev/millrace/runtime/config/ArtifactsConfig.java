package dev.millrace.runtime.config;

import java.nio.file.Path;

@Doc("Where snapshots, checkpoints and adapters are kept.")
public record ArtifactsConfig(
        @Doc("A folder that all services share. With a bucket: this machine's copies of what is in it.")
        Path directory,

        @Doc("A bucket in place of a shared folder.") S3Config s3) {

    public static final ArtifactsConfig DEFAULTS = new ArtifactsConfig(Path.of("data", "artifacts"), S3Config.DEFAULTS);
}
