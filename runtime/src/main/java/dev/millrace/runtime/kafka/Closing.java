package dev.millrace.runtime.kafka;

/** Closes what cannot fail in a way that matters. */
final class Closing {

    private Closing() {}

    static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close " + closeable, e);
        }
    }
}
