package dev.millrace.runtime.config;

import java.nio.file.Path;

@Doc("What a service keeps for itself and can build again, and the installation key.")
public record StateConfig(
        @Doc("Folder of Streams state, the snapshotter's index and job scratch.")
        Path directory,

        @Doc(
                "The key of the subjects' pseudonyms. Made at the first start, readable by its owner only. Whoever loses it"
                        + " can no longer match an erasure request to its subject.")
        Path installationKeyFile) {

    public static final StateConfig DEFAULTS =
            new StateConfig(Path.of("data", "state"), Path.of("data", "installation.key"));
}
