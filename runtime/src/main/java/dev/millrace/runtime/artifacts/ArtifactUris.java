package dev.millrace.runtime.artifacts;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Translates between URIs and paths; whatever could lead out of the store is refused. */
final class ArtifactUris {

    private static final String SCHEME = "artifact";

    /** One part of a kind or id. It does not begin with a dot, so it is neither `..` nor hidden. */
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

    private ArtifactUris() {}

    static URI of(String kind, String id) {
        return URI.create(SCHEME + ":///" + relative(kind + "/" + id));
    }

    static Path resolve(Path root, URI uri) {
        boolean ours = SCHEME.equals(uri.getScheme())
                && uri.getAuthority() == null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && uri.getRawPath() != null
                && uri.getRawPath().startsWith("/");
        if (!ours) {
            throw new IllegalArgumentException("not an artifact: %s; expected artifact:///<kind>/<id>".formatted(uri));
        }
        return root.resolve(relative(uri.getRawPath().substring(1)));
    }

    private static String relative(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length < 2) {
            throw new IllegalArgumentException(
                    "'%s' is not the path of an artifact; expected <kind>/<id>".formatted(path));
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "'%s' in '%s' cannot name an artifact; expected letters, digits, '.', '_' and '-'"
                                .formatted(part, path));
            }
        }
        return path;
    }
}
