package dev.millrace.lm.train;

/**
 * How a run ended; the trained parameters are those of {@code bestStep}.
 *
 * @param steps done in all, those before a resume included
 * @param bestStep with the least validation loss, or the last where there is no validation split
 * @param firstLoss validation loss before the first step; NaN without a validation split
 * @param bestLoss validation loss of the trained parameters; NaN without a validation split
 * @param lastTrainingLoss of the last step
 * @param tokens trained on in all
 * @param seconds of training in all, evaluations apart
 */
public record TrainingResult(
        Outcome outcome,
        int steps,
        int bestStep,
        double firstLoss,
        double bestLoss,
        double lastTrainingLoss,
        long tokens,
        double seconds) {
    /** Why it ended. */
    public enum Outcome {
        COMPLETED,
        /** The validation loss stopped falling. */
        STOPPED_EARLY,
        /** Asked to stop; a checkpoint holds the state. */
        CANCELLED
    }

    public double tokensPerSecond() {
        return seconds == 0 ? 0 : tokens / seconds;
    }
}
