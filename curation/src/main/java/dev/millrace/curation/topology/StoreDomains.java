package dev.millrace.curation.topology;

import dev.millrace.schemas.Keys;

/** Tells of which domain an entry of a store is, by its key: for whoever looks through changelogs and files. */
public final class StoreDomains {
    private static final String PREFIX = CurationService.APPLICATION + "-";
    private static final String SUFFIX = "-changelog";

    private StoreDomains() {}

    /** Of a record of a changelog. */
    public static String inChangelog(String topic, String key) {
        boolean named = topic.startsWith(PREFIX) && topic.endsWith(SUFFIX);
        return of(named ? topic.substring(PREFIX.length(), topic.length() - SUFFIX.length()) : topic, key);
    }

    /** Of an entry of the store of this name. */
    public static String of(String store, String key) {
        return switch (store) {
            case Stores.EVENTS -> Keys.domainOf(StoreKeys.conversationOfEvent(key));
            case Stores.PEOPLE -> Keys.domainOf(StoreKeys.conversationOfPerson(key));
            default -> Keys.domainOf(key);
        };
    }
}
