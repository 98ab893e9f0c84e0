package dev.millrace.ingest.event;

import dev.millrace.schemas.Keys;

/**
 * Where events come from: decided by the installation, never by what the events say.
 *
 * @param domain body of knowledge they belong to
 * @param source name of the way in
 */
public record Origin(String domain, String source) {

    public Origin {
        name("domain", domain);
        name("source", source);
    }

    private static void name(String what, String text) {
        if (!Keys.isName(text)) {
            throw new IllegalArgumentException(what + " is '" + abbreviated(text) + "'; expected " + Keys.NAME_RULE);
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
