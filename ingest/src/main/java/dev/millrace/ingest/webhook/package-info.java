/**
 * What ticket and chat systems send by themselves: whether a request is theirs, and which events it tells of. One vendor
 * is one {@link dev.millrace.ingest.webhook.Vendor}: a signature scheme and a mapping. Nothing here knows HTTP servers or
 * Kafka.
 */
@NullMarked
package dev.millrace.ingest.webhook;

import org.jspecify.annotations.NullMarked;
