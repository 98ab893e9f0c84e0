package dev.millrace.ingest.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.WebhookConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one webhook: one, or several while it is being changed. Nothing here prints them. Immutable.
 */
final class WebhookSecrets {
    private static final int SHORTEST = 16;

    private final List<byte[]> secrets;

    private WebhookSecrets(List<byte[]> secrets) {
        this.secrets = secrets;
    }

    /** One secret a line; blank lines are passed over. */
    static WebhookSecrets of(String lines) {
        return new WebhookSecrets(lines.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> line.getBytes(UTF_8))
                .toList());
    }

    /**
     * The secrets that a webhook's configuration names; none where it names neither file nor variable.
     *
     * @param environment the value of a variable, null where it is not set
     * @throws UserError if what is named is not there, or is too short to be a secret
     */
    static WebhookSecrets load(String name, WebhookConfig config, UnaryOperator<@Nullable String> environment) {
        Path file = config.secretFile();
        String variable = config.secretVariable();
        if (file != null) {
            return checked("webhooks.%s.secretFile".formatted(name), of(read(name, file)));
        }
        if (variable != null) {
            String value = environment.apply(variable);
            return checked("webhooks.%s.secretVariable".formatted(name), of(value == null ? "" : value));
        }
        return of("");
    }

    private static String read(String name, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.ENVIRONMENT,
                    "webhooks.%s.secretFile is %s, which cannot be read (%s); expected a file with the secret"
                            .formatted(name, file, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static WebhookSecrets checked(String key, WebhookSecrets loaded) {
        int shortest =
                loaded.secrets.stream().mapToInt(secret -> secret.length).min().orElse(0);
        if (shortest < SHORTEST) {
            throw new UserError(
                    ExitCode.ENVIRONMENT,
                    "%s leads to a secret of %d bytes; expected %d or more, as the vendor shows it"
                            .formatted(key, shortest, SHORTEST));
        }
        return loaded;
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** Whether the proof given is that of one of the secrets; takes as long whichever it is. */
    boolean match(Function<byte[], byte[]> proof, byte[] given) {
        boolean found = false;
        for (byte[] secret : secrets) {
            found |= MessageDigest.isEqual(proof.apply(secret), given);
        }
        return found;
    }
}
