/**
 * Finds personal data and secrets in text and puts placeholders in their place. What the text is used for afterwards does
 * not belong here.
 */
@NullMarked
package dev.millrace.curation.rules.redaction;

import org.jspecify.annotations.NullMarked;
