package dev.millrace.lm.train;

/**
 * Where a run stands, apart from its tensors. The data's order is a function of seed and position (see {@link BatchSource}), so
 * these two are the whole random state.
 *
 * @param step steps done
 * @param nextBatch index of the next batch
 * @param identity what the run is of; a checkpoint of another run is refused
 * @param bestStep step of the least validation loss, -1 without one
 * @param staleEvaluations evaluations since then
 */
record CheckpointState(
        int format,
        int step,
        long nextBatch,
        RunIdentity identity,
        LearningRateSchedule schedule,
        double firstLoss,
        double bestLoss,
        int bestStep,
        int staleEvaluations,
        double lastTrainingLoss,
        double meanLoss,
        double lowestMeanLoss,
        int lossesSeen,
        long tokens,
        double seconds) {
    static final int FORMAT = 1;
}
