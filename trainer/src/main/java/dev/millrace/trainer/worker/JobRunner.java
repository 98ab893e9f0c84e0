package dev.millrace.trainer.worker;

import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import dev.millrace.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
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

    /** Ids of the jobs of which this machine keeps something for further attempts. */
    default Set<String> remembered() throws IOException {
        return Set.of();
    }

    /** Removes what was kept of a job; called once it is over and needs none of it. */
    default void forget(String jobId) throws IOException {}
}
