package dev.millrace.lm.train;

/**
 * When a run looks at the validation split, and when it ends.
 *
 * @param epochs passes over the data
 * @param maxSteps ends a run earlier; 0 for no such limit
 * @param evalEverySteps between evaluations; 0 for one at the end of every epoch. There is always one at the end
 * @param patience evaluations without a better loss after which training stops; 0 for never
 */
public record Stopping(int epochs, int maxSteps, int evalEverySteps, int patience) {
    public Stopping {
        Range.check("epochs", epochs, 1, 1000);
        Range.check("maxSteps", maxSteps, 0, Integer.MAX_VALUE);
        Range.check("evalEverySteps", evalEverySteps, 0, Integer.MAX_VALUE);
        Range.check("patience", patience, 0, Integer.MAX_VALUE);
    }

    /** Exactly this many steps, however often the data goes round, without a look at validation before the end. */
    public static Stopping afterSteps(int steps) {
        return new Stopping(1000, steps, Integer.MAX_VALUE, 0);
    }
}
