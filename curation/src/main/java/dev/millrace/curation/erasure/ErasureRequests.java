package dev.millrace.curation.erasure;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a vendor calls a person into requests to forget that person. The name itself is written nowhere; from here on there
 * are pseudonyms only. Thread-safe.
 */
public final class ErasureRequests {
    private static final int LONGEST_SUBJECT = 1_000;

    private final MillraceConfig config;
    private final Clock clock;

    public ErasureRequests(MillraceConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * The requests, all of one id: one for the name as it stands, and one for it as addresses are compared.
     *
     * @param subject the vendor's id of the customer, or an e-mail address
     * @param domain null for every domain
     * @throws UserError for a name or domain that is none, or if the installation's key is not here: with another key no
     *     pseudonym would match
     */
    public List<ErasureRequest> of(String subject, @Nullable String domain) {
        if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
            throw new UserError(
                    ExitCode.USAGE,
                    "the subject has %d characters; expected the vendor's id of a customer or an e-mail address, of at most %d"
                            .formatted(subject.strip().length(), LONGEST_SUBJECT));
        }
        if (domain != null && !Keys.isName(domain)) {
            throw new UserError(ExitCode.USAGE, "the domain is no name; expected " + Keys.NAME_RULE);
        }
        Pseudonymizer pseudonyms = pseudonyms();
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant deadline = now.plus(config.privacy().deadline());
        String where = domain == null ? ErasedSubjects.EVERY_DOMAIN : domain;
        return Stream.of(subject, Pseudonymizer.canonical(subject))
                .distinct()
                .map(name -> new ErasureRequest(where, pseudonyms.pseudonym(name), id, now, deadline))
                .toList();
    }

    private Pseudonymizer pseudonyms() {
        Path key = config.state().installationKeyFile();
        if (!Files.exists(key)) {
            throw new UserError(
                    ExitCode.ENVIRONMENT,
                    "state.installationKeyFile is %s, which is not there; ask where ingest runs, or copy its key here"
                            .formatted(key));
        }
        return Pseudonymizer.load(key);
    }

    /**
     * Puts requests on the suppression list; they hold once this returns.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not take one
     */
    public static void publish(KafkaClients kafka, List<ErasureRequest> requests) {
        try (EventProducer producer = kafka.producer("erasure-requests")) {
            requests.forEach(request -> producer.sendAndWait(
                    Topics.ERASURES, ErasedSubjects.key(request.getDomain(), request.getSubject()), request));
        }
    }
}
