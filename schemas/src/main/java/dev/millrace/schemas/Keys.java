package dev.millrace.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Builds and reads record keys: {@code domain/source/vendor id}, {@code domain/id} or {@code domain}.
 *
 * <p>Domain and source match {@code [a-z0-9-]{1,40}}; a vendor's id of more than 200 bytes in UTF-8 is replaced by its
 * SHA-256.
 */
public final class Keys {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final int MAX_ID_BYTES = 200;

    private Keys() {}

    /** Key of everything that belongs to one ticket, chat or conversation. */
    public static String conversation(String domain, String source, String vendorId) {
        return name("domain", domain) + "/" + name("source", source) + "/" + boundedId(vendorId);
    }

    /** Key of an artifact or a decision within a domain. */
    public static String inDomain(String domain, String id) {
        return name("domain", domain) + "/" + boundedId(id);
    }

    /** Key of what a domain has exactly one of. */
    public static String domain(String domain) {
        return name("domain", domain);
    }

    /** The domain that a key begins with. */
    public static String domainOf(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    /** What {@link #isName} asks for, in words. */
    public static final String NAME_RULE = "1 to 40 of a-z, 0-9 and -, the first not a -";

    /** Whether a text may be the name of a domain or of a source. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A vendor's id as keys and events carry it: itself, or its SHA-256 if it is longer than 200 bytes. */
    public static String boundedId(String vendorId) {
        byte[] bytes = vendorId.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw new IllegalArgumentException("id is empty; expected 1 to any number of bytes");
        }
        return bytes.length <= MAX_ID_BYTES ? vendorId : sha256(bytes);
    }

    private static String name(String what, String text) {
        if (!isName(text)) {
            throw new IllegalArgumentException(what + " is '" + abbreviated(text) + "'; expected " + NAME_RULE);
        }
        return text;
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
