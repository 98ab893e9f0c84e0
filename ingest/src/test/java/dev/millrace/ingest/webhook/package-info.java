@NullMarked
package dev.millrace.ingest.webhook;

import org.jspecify.annotations.NullMarked;
