/**
 * Kafka as every service uses it: clients with the right settings, typed events in and out, dead letters. Topic names
 * and schemas are the business of {@code schemas}, topologies that of {@code curation}.
 */
@NullMarked
package dev.millrace.runtime.kafka;

import org.jspecify.annotations.NullMarked;
