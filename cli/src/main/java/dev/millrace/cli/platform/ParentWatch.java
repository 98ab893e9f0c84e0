package dev.millrace.cli.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Ends this process in order when standard input ends: the supervisor holds the other end of that pipe. */
public final class ParentWatch {
    private ParentWatch() {}

    public static void start(InputStream input) {
        Thread watch = new Thread(() -> exitAtEndOf(input), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void exitAtEndOf(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException parentGone) {
            // The same as an ended stream.
        }
        System.exit(0);
    }
}
