package dev.millrace.runtime.config;

import java.util.regex.Pattern;

/** What a path into another system's record looks like: a JSON pointer (RFC 6901) that is not empty. */
final class RecordPaths {
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+");

    private RecordPaths() {}

    static void check(String component, String path) {
        Check.that(
                path.length() <= 1_000 && POINTER.matcher(path).matches(),
                component,
                "'" + path + "'",
                "a JSON pointer such as /customer/id (~1 stands for a slash in a name, ~0 for a tilde);"
                        + " for a fixed value write {constant: …}");
    }
}
