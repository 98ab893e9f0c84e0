package dev.millrace.evaluator.statistics;

/**
 * One holdout item measured on two models.
 *
 * @param subject the customer it came from; items of one customer resemble each other and count as one cluster
 * @param tokens scored tokens, at least 1
 * @param nats summed loss of the one model minus that of the other, in nats
 */
public record PairedDifference(String subject, int tokens, double nats) {

    public PairedDifference {
        if (tokens < 1) {
            throw new IllegalArgumentException("an item has " + tokens + " scored tokens; expected at least 1");
        }
    }
}
