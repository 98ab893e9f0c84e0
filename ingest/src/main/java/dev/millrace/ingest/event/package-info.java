/**
 * The one place that judges what a source sends and builds ticket and chat events from it, whether it came over HTTP or
 * from a file. Nothing here knows requests, files or Kafka producers.
 */
@NullMarked
package dev.millrace.ingest.event;

import org.jspecify.annotations.NullMarked;
