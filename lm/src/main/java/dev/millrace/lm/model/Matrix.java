package dev.millrace.lm.model;

import dev.millrace.lm.torch.Tensor;

/** The matrix {@code [out, in]} of a projection, however it is stored. */
interface Matrix {

    /** In the model's arithmetic; valid until another matrix is asked for. */
    Tensor tensor();
}
