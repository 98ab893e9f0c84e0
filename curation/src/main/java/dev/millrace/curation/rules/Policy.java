package dev.millrace.curation.rules;

import dev.millrace.curation.rules.redaction.NameDictionary;
import dev.millrace.curation.rules.redaction.NameFinder;
import dev.millrace.curation.rules.redaction.PersonNames;
import dev.millrace.curation.rules.redaction.PiiType;
import dev.millrace.curation.rules.redaction.Redactor;
import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.runtime.config.RedactionConfig;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * A policy ready to judge with: what is configured, its hash, and what follows from it.
 *
 * @param hash SHA-256 of the configured policy
 * @param redacted what is replaced by placeholders; social security numbers always are
 * @param names finds names in free text
 */
public record Policy(PolicyConfig config, String hash, Set<PiiType> redacted, NameFinder names) {

    public static Policy of(PolicyConfig config) {
        NameFinder names = NameDictionary.of(config.redaction().dictionary());
        return new Policy(config, config.hash(), Set.copyOf(redacted(config.redaction())), names);
    }

    /**
     * A redactor for one conversation.
     *
     * @param texts all that was written in it, where people tell their names
     * @param knownNames names and addresses that its fields tell
     */
    public Redactor redactor(Collection<String> texts, Collection<String> knownNames) {
        Set<String> known = PersonNames.in(texts);
        known.addAll(knownNames);
        return new Redactor(known, names, config.phoneRegion(), redacted);
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
