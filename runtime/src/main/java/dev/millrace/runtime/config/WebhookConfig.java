package dev.millrace.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@Doc(
        "A webhook that a ticket or chat system sends to, at `/v1/webhooks/NAME` of `http`; `docs/webhooks.md` tells how to"
                + " set each up. Off until it has a secret.")
public record WebhookConfig(
        @Doc("Who sends.") @Nullable Vendor vendor,

        @Doc("Body of knowledge that the events belong to.") @Nullable
        String domain,

        @Doc("File with the secret that the sender signs with, one a line: several hold while it is being changed.")
        @Nullable
        Path secretFile,

        @Doc("Environment variable with the secret, where there is no file.") @Nullable
        String secretVariable,

        @Doc("How far a signed time may lie from now; older requests are refused. Zendesk and Slack sign one.")
        Duration maxAge,

        @Doc("Larger requests get 413.") ByteSize maxBodyBytes,

        @Doc("Slack: member ids of the agents. Empty takes who began a thread for the customer and everybody else in it"
                + " for an agent.")
        List<String> agents) {

    /** The systems whose requests are understood. */
    public enum Vendor {
        ZENDESK,
        INTERCOM,
        SLACK,
        FRESHDESK,
        GENERIC
    }

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Duration LONGEST_AGE = Duration.ofDays(1);
    private static final long LARGEST_BODY = 8_000_000;

    public static final WebhookConfig DEFAULTS =
            new WebhookConfig(null, null, null, null, Duration.ofMinutes(5), ByteSize.parse("1MB"), List.of());

    public WebhookConfig {
        agents = List.copyOf(agents);
        Check.positive("maxAge", maxAge);
        Check.that(maxAge.compareTo(LONGEST_AGE) <= 0, "maxAge", Durations.format(maxAge), "at most 1d");
        Check.range("maxBodyBytes", maxBodyBytes.bytes(), 1, LARGEST_BODY);
        if (secretVariable != null) {
            Check.that(
                    VARIABLE.matcher(secretVariable).matches(),
                    "secretVariable",
                    "no variable's name",
                    "the name of an environment variable, not the secret itself");
        }
    }
}
