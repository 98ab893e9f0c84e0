package dev.millrace.cli.doctor;

import dev.millrace.cli.platform.Home;
import dev.millrace.lm.torch.Cuda;
import dev.millrace.lm.torch.Torch;
import dev.millrace.runtime.UserError;

/** Whether the engine can run: its native library, and a model to train on. */
final class EngineChecks {
    private EngineChecks() {}

    static Finding nativeLibrary() {
        try {
            Torch.threads();
            return Finding.ok("engine", "libtorch loads");
        } catch (RuntimeException | LinkageError e) {
            return Finding.problem(
                    "engine",
                    String.valueOf(e.getMessage()),
                    "use Linux x86_64 with glibc 2.28 or newer, and see that ~/.djl.ai can be written to"
                            + " (DJL_CACHE_DIR names another directory)");
        }
    }

    /** A GPU is welcome, and nothing is wrong without one. */
    static Finding device() {
        try {
            return Finding.ok(
                    "device", Cuda.obstacle().map(why -> "cpu; no cuda: " + why).orElse("cuda"));
        } catch (RuntimeException | LinkageError e) {
            return Finding.ok("device", "unknown, as the engine does not load");
        }
    }

    static Finding baseModel() {
        try {
            return Finding.ok("model", Home.baseModel().toString());
        } catch (UserError e) {
            return Finding.problem(
                    "model", String.valueOf(e.getMessage()), "check out models/base, or use --base-model");
        }
    }
}
