package dev.millrace.curation.rules.redaction;

/**
 * A piece of text to be replaced.
 *
 * @param end index after its last character
 * @param identity equal for spans that mean the same, such as an e-mail address in other letter case
 */
record Span(PiiType type, int end, String identity) {}
