package dev.millrace.evaluator.statistics;

/**
 * An estimate with its 95 % confidence interval.
 *
 * @param standardError of the estimate; infinite where a single cluster tells nothing about the spread
 * @param items items behind it
 * @param clusters independent clusters behind it
 */
public record Interval(double estimate, double low, double high, double standardError, int items, int clusters) {

    /** Whether even the upper end says that the difference is a fall. */
    public boolean isBelowZero() {
        return high < 0;
    }
}
