package dev.millrace.ingest.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.webhook.Signature.Verdict;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.config.WebhookConfig;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A configured webhook that has a secret: who sends, and where the events belong. Thread-safe. */
public final class Webhook {
    private final Origin origin;
    private final int maxBodyBytes;
    private final Vendor vendor;
    private final WebhookSecrets secrets;
    private final DraftRules rules;
    private final Clock clock;

    private Webhook(Origin origin, WebhookConfig config, Vendor vendor, WebhookSecrets secrets, Clock clock) {
        this.origin = origin;
        this.maxBodyBytes = config.maxBodyBytes().toInt();
        this.vendor = vendor;
        this.secrets = secrets;
        this.rules = new DraftRules(clock);
        this.clock = clock;
    }

    /**
     * The webhooks of a configuration by name, those without a secret left out.
     *
     * @param environment the value of a variable, null where it is not set
     * @throws dev.millrace.runtime.UserError if a secret that is named is not there or too short
     */
    public static Map<String, Webhook> configured(
            MillraceConfig config, UnaryOperator<@Nullable String> environment, Clock clock) {
        Map<String, Webhook> webhooks = new LinkedHashMap<>();
        config.webhooks().forEach((name, webhook) -> {
            WebhookSecrets secrets = WebhookSecrets.load(name, webhook, environment);
            if (!secrets.isEmpty()) {
                Origin origin = new Origin(Objects.requireNonNull(webhook.domain()), name);
                Vendor vendor = vendor(webhook, config.http().maxBatchEvents(), clock);
                webhooks.put(name, new Webhook(origin, webhook, vendor, secrets, clock));
            }
        });
        return webhooks;
    }

    /** The one place that knows every vendor. */
    private static Vendor vendor(WebhookConfig config, int maxEvents, Clock clock) {
        return switch (Objects.requireNonNull(config.vendor())) {
            case ZENDESK -> new Zendesk(config.maxAge());
            case INTERCOM -> new Intercom();
            case SLACK -> new Slack(config.agents(), config.maxAge());
            case FRESHDESK -> new Freshdesk();
            case GENERIC -> new Generic(new JsonEventReader(new DraftRules(clock)), maxEvents);
        };
    }

    /** Domain and source of its events. */
    public Origin origin() {
        return origin;
    }

    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    /** Why the request is not believed; nothing if one of the secrets has signed it, and lately. */
    public Optional<String> distrust(SignedRequest request) {
        Verdict verdict = vendor.signature().check(request, secrets, clock.instant());
        return verdict == Verdict.GOOD ? Optional.empty() : Optional.of(verdict.message());
    }

    /**
     * What a request that is believed says.
     *
     * @param problems gets what makes it unusable; what is returned is worth nothing then
     */
    public Reading read(JsonNode body, Problems problems) {
        Reading reading = vendor.read(body, clock.instant(), problems);
        if (problems.isEmpty() && reading instanceof Reading.Events told) {
            told.events().forEach(event -> event.check(rules, problems));
        }
        return reading;
    }
}
