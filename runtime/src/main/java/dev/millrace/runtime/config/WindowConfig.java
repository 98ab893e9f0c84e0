package dev.millrace.runtime.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Doc("Which examples a snapshot looks at.")
public record WindowConfig(
        @Doc("Examples older than this, counted back from the domain's newest, are left out; empty takes all.")
        @Nullable
        Duration maxAge,

        @Doc("Takes the newest so many examples; 0 takes all.")
        int maxExamples) {

    public static final WindowConfig DEFAULTS = new WindowConfig(null, 0);

    public WindowConfig {
        Check.positive("maxAge", maxAge);
        Check.atLeast("maxExamples", maxExamples, 0);
    }
}
