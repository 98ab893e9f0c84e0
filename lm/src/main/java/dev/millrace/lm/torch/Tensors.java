package dev.millrace.lm.torch;

/** The program behind {@link TensorScope}: creation, views and conversion, for which DJL lacks bf16. */
final class Tensors {

    static final Script PROGRAM = Script.load(Tensors.class, "tensors.py");

    private Tensors() {}
}
