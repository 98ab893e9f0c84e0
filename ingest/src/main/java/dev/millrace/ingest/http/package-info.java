/** The HTTP entrance: requests become validated events, answers say what became of them. */
@NullMarked
package dev.millrace.ingest.http;

import org.jspecify.annotations.NullMarked;
