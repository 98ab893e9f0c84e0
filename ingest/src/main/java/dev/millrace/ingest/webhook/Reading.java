package dev.millrace.ingest.webhook;

import java.util.List;

/** What a request of a vendor turned out to be. */
public sealed interface Reading {

    /** Something that curation may want to know; empty where the request tells nothing of that kind. */
    record Events(List<VendorEvent<?>> events) implements Reading {
        public Events {
            events = List.copyOf(events);
        }
    }

    /**
     * A type of event that is not looked at: acknowledged, or the vendor would send it again and in the end give up.
     *
     * @param type as the vendor spells it
     */
    record Unknown(String type) implements Reading {}

    /** A question whether somebody is here, to be answered with its own text. */
    record Challenge(String text) implements Reading {}
}
