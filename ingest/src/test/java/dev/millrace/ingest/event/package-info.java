@NullMarked
package dev.millrace.ingest.event;

import org.jspecify.annotations.NullMarked;
