@org.jspecify.annotations.NullMarked
package dev.millrace.ingest.topic;
