package dev.millrace.curation.topology;

import dev.millrace.curation.rules.Policy;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.config.MillraceConfig;
import java.util.Map;
import java.util.TreeMap;

/** The policy of each domain, hashed once. Immutable. */
public final class Policies {
    private final Policy defaults;
    private final Map<String, Policy> byDomain = new TreeMap<>();

    public Policies(MillraceConfig config) {
        defaults = Policy.of(config.domainDefaults().policy());
        config.domains().forEach((name, domain) -> byDomain.put(name, Policy.of(domain.policy())));
    }

    /** The policy of a domain, spelled out or not. */
    public Policy of(String domain) {
        return byDomain.getOrDefault(domain, defaults);
    }

    /** Changes whenever the policy of any domain does. */
    String fingerprint() {
        StringBuilder all = new StringBuilder(defaults.hash());
        byDomain.forEach(
                (domain, policy) -> all.append('\n').append(domain).append(' ').append(policy.hash()));
        return Sha256.text(all.toString());
    }
}
