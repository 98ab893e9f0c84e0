package dev.millrace.evaluator.holdout;

/**
 * A question of the holdout with three answers.
 *
 * @param agent what the company's agent answered, redacted
 */
public record AnswerSample(String id, String question, String agent, String base, String adapter) {}
