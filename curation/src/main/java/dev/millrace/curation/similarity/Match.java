package dev.millrace.curation.similarity;

/**
 * A text that is like another.
 *
 * @param number counts the texts in order of their coming, from 0
 * @param id of the text
 * @param jaccard how alike they are
 */
public record Match(int number, String id, double jaccard) {}
