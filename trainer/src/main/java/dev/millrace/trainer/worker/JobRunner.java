package dev.millrace.trainer.worker;

import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import dev.millrace.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Does the work of a job. Called by one thread, one job at a time. */
interface JobRunner {

    /**
     * Trains.
     *
     * @param progress told of every step worth telling; what it throws ends the run
     * @param stop asked between steps
     * @return the candidate with its files in the artifact store; empty when stopped
     * @throws TrainingFailedException for what another attempt would meet again; whatever else is thrown may pass
     */
    Optional<AdapterCandidate> run(
            TrainingJob job, int attempt, Consumer<TrainingProgress> progress, BooleanSupplier stop) throws IOException;

    /** Removes what was kept for further attempts; called once the job is over and needs none of it. */
    default void forget(TrainingJob job) throws IOException {}
}
