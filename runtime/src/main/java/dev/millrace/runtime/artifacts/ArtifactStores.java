package dev.millrace.runtime.artifacts;

import dev.millrace.runtime.config.ArtifactsConfig;

/** Opens the store that a configuration names. */
public final class ArtifactStores {

    private ArtifactStores() {}

    /** @throws dev.millrace.runtime.UserError if the folder cannot be written; a bucket is not asked for yet */
    public static ArtifactStore open(ArtifactsConfig config) {
        LocalArtifactStore local = LocalArtifactStore.open(config.directory());
        return config.s3().isUsed() ? new S3ArtifactStore(local, S3Objects.of(config.s3())) : local;
    }
}
