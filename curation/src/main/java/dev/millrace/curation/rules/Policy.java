package dev.millrace.curation.rules;

import dev.millrace.curation.rules.redaction.PiiType;
import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.runtime.config.RedactionConfig;
import java.util.EnumSet;
import java.util.Set;

/**
 * A policy ready to judge with: what is configured, its hash, and what follows from it.
 *
 * @param hash SHA-256 of the configured policy
 * @param redacted what is replaced by placeholders; social security numbers always are
 */
public record Policy(PolicyConfig config, String hash, Set<PiiType> redacted) {

    public static Policy of(PolicyConfig config) {
        return new Policy(config, config.hash(), Set.copyOf(redacted(config.redaction())));
    }

    private static Set<PiiType> redacted(RedactionConfig redaction) {
        Set<PiiType> types = EnumSet.of(PiiType.SSN);
        add(types, redaction.email(), PiiType.EMAIL);
        add(types, redaction.phone(), PiiType.PHONE);
        add(types, redaction.card(), PiiType.CARD);
        add(types, redaction.iban(), PiiType.IBAN, PiiType.ACCOUNT);
        add(types, redaction.ip(), PiiType.IP, PiiType.MAC);
        add(types, redaction.ids(), PiiType.ID);
        add(types, redaction.birthDates(), PiiType.BORN);
        add(types, redaction.secrets(), PiiType.SECRET, PiiType.BTC);
        add(types, redaction.names(), PiiType.NAME);
        return types;
    }

    private static void add(Set<PiiType> types, boolean wanted, PiiType... added) {
        if (wanted) {
            types.addAll(Set.of(added));
        }
    }
}
