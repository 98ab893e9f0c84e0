package dev.millrace.ingest.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log once of each type of event that nobody looks at; the metrics count them all. Thread-safe. */
final class UnknownTypes {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownTypes.class);
    private static final int MOST = 200;
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9._:{}-]{1,100}");

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    void log(String webhook, String type) {
        String shown = TYPE.matcher(type).matches() ? type : "(no type's name)";
        if (seen.size() < MOST && seen.add(webhook + " " + shown)) {
            LOG.info("webhook {} sends events of type {}, which are acknowledged and not looked at", webhook, shown);
        }
    }
}
