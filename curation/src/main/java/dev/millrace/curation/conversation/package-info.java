/**
 * Puts conversations together from their events, as a function of the set of events alone. Stores, clocks and topics do
 * not belong here.
 */
@NullMarked
package dev.millrace.curation.conversation;

import org.jspecify.annotations.NullMarked;
