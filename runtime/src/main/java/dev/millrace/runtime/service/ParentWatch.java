package dev.millrace.runtime.service;

import java.io.IOException;
import java.io.OutputStream;

/** Ends a child process with its parent, even a killed one: the parent holds the other end of the standard input. */
public final class ParentWatch {

    private ParentWatch() {}

    /** Watches from now on in a thread of its own; the process then ends in order, as by SIGTERM. */
    public static void start() {
        Thread watch = new Thread(ParentWatch::exitAtEndOfInput, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void exitAtEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException parentGone) {
            // The same as an ended stream.
        }
        System.exit(0);
    }
}
