package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Script;

/** The TorchScript beside this class, loaded once per process. */
final class Programs {

    static final Script KERNELS = Script.load(
            Programs.class,
            "embedding.py",
            "norm.py",
            "rope.py",
            "attention.py",
            "cache.py",
            "swiglu.py",
            "loss.py",
            "linear.py",
            "lora.py",
            "optimizer.py",
            "nf4.py");

    private Programs() {}
}
