package dev.millrace.runtime.http;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.files.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The token that callers of an HTTP server must send as {@code Authorization: Bearer …}. Thread-safe. */
public final class BearerToken {

    private static final String SCHEME = "Bearer ";
    private static final int RANDOM_BYTES = 32;
    private static final int SHORTEST = 16;

    private final String token;

    private BearerToken(String token) {
        this.token = token;
    }

    /** Reads the token file, or makes one where there is none. */
    public static BearerToken load(Path file) {
        String token = new String(SecretFile.readOrCreate(file, BearerToken::random), StandardCharsets.UTF_8).strip();
        if (token.length() < SHORTEST) {
            throw new UserError(
                    ExitCode.ENVIRONMENT,
                    "the token file %s holds %d characters; expected %d or more. Delete it to have a new one made"
                            .formatted(file, token.length(), SHORTEST));
        }
        return new BearerToken(token);
    }

    /** Compares the value of an {@code Authorization} header in constant time. */
    public boolean accepts(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8));
    }

    /** What a client puts into the {@code Authorization} header. */
    public String authorization() {
        return SCHEME + token;
    }

    private static byte[] random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }
}
