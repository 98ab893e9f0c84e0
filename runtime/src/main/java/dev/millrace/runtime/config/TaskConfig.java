package dev.millrace.runtime.config;

@Doc("One more task that is made of conversations.")
public record TaskConfig(
        @Doc(
                "Share of the examples that are made into a line of this task too, where their fields allow it; chosen by a hash."
                        + " 0 turns it off.")
        double share,

        @Doc("The system prompt of its lines.") String prompt) {

    public TaskConfig {
        Check.within("share", share, 0, 1);
        Check.notBlank("prompt", prompt);
    }
}
