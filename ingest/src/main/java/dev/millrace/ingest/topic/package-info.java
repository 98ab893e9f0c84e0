/**
 * Topics that other systems write: their records are read, mapped to ticket and chat events as the configuration says, and
 * written in one transaction with the offsets. What an event may say is the business of {@code event}.
 */
@NullMarked
package dev.millrace.ingest.topic;

import org.jspecify.annotations.NullMarked;
