/**
 * Cutting an old snapshot again from the raw events: what of them it saw, and why it may not be possible any more.
 */
@NullMarked
package dev.millrace.curation.replay;

import org.jspecify.annotations.NullMarked;
