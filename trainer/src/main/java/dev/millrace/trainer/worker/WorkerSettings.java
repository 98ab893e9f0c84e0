package dev.millrace.trainer.worker;

import java.time.Duration;

/**
 * How a worker behaves.
 *
 * @param worker its name in job states
 * @param attempts deliveries of a job after which it fails
 * @param renewal between two renewals of a job's lock
 * @param glance between two looks at whether the job is done or cancelled
 * @param pause before a job goes back to the queue, times the number of its deliveries
 */
record WorkerSettings(String worker, int attempts, Duration renewal, Duration glance, Duration pause) {}
