package dev.millrace.runtime.privacy;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.files.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces a vendor's customer id by {@code s_} and 32 hexadecimal digits of HMAC-SHA256 under the installation key: the
 * same id gives the same pseudonym, and without the key nobody can tell whose it is. Thread-safe.
 */
public final class Pseudonymizer {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int DIGITS = 32;

    private final SecretKeySpec key;

    private Pseudonymizer(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Reads the installation key, or makes it where there is none. */
    public static Pseudonymizer load(Path keyFile) {
        byte[] key = SecretFile.readOrCreate(keyFile, Pseudonymizer::newKey);
        if (key.length != KEY_BYTES) {
            throw new UserError(
                    ExitCode.ENVIRONMENT,
                    "state.installationKeyFile is %s, which has %d bytes; expected %d. Restore it from a backup: with another key no pseudonym matches"
                            .formatted(keyFile, key.length, KEY_BYTES));
        }
        return new Pseudonymizer(key);
    }

    /** The pseudonym of a vendor's customer id. */
    public String pseudonym(String subject) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] code = mac.doFinal(subject.getBytes(StandardCharsets.UTF_8));
            return "s_" + HexFormat.of().formatHex(code).substring(0, DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** An address or a further name of a customer in the form whose pseudonym counts: letter case and outer space do not. */
    public static String canonical(String alias) {
        return alias.strip().toLowerCase(Locale.ROOT);
    }

    private static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
