package dev.millrace.cli.terminal;

/** Where a stage of the live display stands. */
public enum StageState {
    WAITING,
    RUNNING,
    DONE,
    FAILED
}
