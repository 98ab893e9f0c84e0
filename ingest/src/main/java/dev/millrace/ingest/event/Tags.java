package dev.millrace.ingest.event;

import java.util.List;

/** Tags as others give them, cut down to what an event may carry: those that are blank, too long or too many are left out. */
public final class Tags {
    private static final int LONGEST = 100;

    private Tags() {}

    /** The tags that an event may carry. */
    public static List<String> bounded(List<String> tags) {
        return tags.stream()
                .filter(tag -> !tag.isBlank() && tag.length() <= LONGEST)
                .limit(ChangeRules.MAX_TAGS)
                .toList();
    }
}
