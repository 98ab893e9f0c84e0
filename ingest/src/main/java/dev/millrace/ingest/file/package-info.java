/**
 * Files become ticket and chat events: reading and checking lines, telling conversations apart, and giving them times and
 * ids that are the same on a second import. What an event may say is judged in {@code event}.
 */
@NullMarked
package dev.millrace.ingest.file;

import org.jspecify.annotations.NullMarked;
