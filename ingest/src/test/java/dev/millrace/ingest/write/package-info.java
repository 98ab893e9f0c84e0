@NullMarked
package dev.millrace.ingest.write;

import org.jspecify.annotations.NullMarked;
