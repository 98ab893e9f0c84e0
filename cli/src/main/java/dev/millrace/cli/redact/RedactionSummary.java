package dev.millrace.cli.redact;

/**
 * What became of a file.
 *
 * @param lines lines read that were not blank, bad ones included
 * @param bad lines that cannot be used
 * @param spans pieces of text that were replaced
 */
public record RedactionSummary(long lines, long bad, long spans) {}
