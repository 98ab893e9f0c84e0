package dev.millrace.lm.torch;

/** libtorch cannot be used on this machine; the message is one line that says what to do. */
public final class EngineUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EngineUnavailableException(String message) {
        super(message);
    }

    EngineUnavailableException(Throwable cause) {
        super(
                "libtorch " + Torch.VERSION + " could not be loaded (" + firstLine(cause)
                        + "). It ships for Linux x86-64;"
                        + " elsewhere, or for CUDA, set PYTORCH_LIBRARY_PATH to a libtorch " + Torch.VERSION
                        + " with PYTORCH_VERSION and PYTORCH_FLAVOR beside it",
                cause);
    }

    /** What went wrong first, in one line. */
    static String firstLine(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return message.lines().findFirst().orElse(message);
    }
}
