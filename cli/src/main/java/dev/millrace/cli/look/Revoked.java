package dev.millrace.cli.look;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.privacy.RevokedMark;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterRevoked;
import java.util.Map;
import java.util.Optional;

/** The adapters that must not be used any more, as it stands now. */
public final class Revoked {
    private final Map<String, AdapterRevoked> adapters;

    private Revoked(Map<String, AdapterRevoked> adapters) {
        this.adapters = Map.copyOf(adapters);
    }

    public static Revoked read(KafkaClients kafka) {
        return new Revoked(new Newest(kafka).of(Topics.REVOKED));
    }

    public Optional<AdapterRevoked> of(String domain, String adapterId) {
        return Optional.ofNullable(adapters.get(Keys.inDomain(domain, adapterId)));
    }

    /** @throws UserError if the adapter is one of them */
    public void refuse(String domain, String adapterId) {
        of(domain, adapterId).ifPresent(revocation -> {
            throw new UserError(ExitCode.FAILED, explanation(revocation));
        });
    }

    /** Since when and why it must not be used, and what to do. */
    public static String explanation(AdapterRevoked revocation) {
        return RevokedMark.message("adapter " + revocation.getAdapterId(), RevokedMark.how(revocation));
    }
}
