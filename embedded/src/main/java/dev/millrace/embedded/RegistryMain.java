package dev.millrace.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The main of the registry's own JVM: takes the data directory, then runs the server, and ends as soon as its standard
 * input does. The parent holds the other end of that pipe, so even a killed parent leaves no server behind.
 */
final class RegistryMain {

    /** What the server's own jar names as its main class. */
    private static final String SERVER = "io.quarkus.runner.GeneratedMain";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FAILED = 3;

    private RegistryMain() {}

    /** Expects the data directory as the one argument; everything else comes as system properties. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(RegistryMain::exitWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            DirectoryLock.acquire(Path.of(args[0]), "the embedded registry", PATIENCE);
        } catch (EmbeddedException e) {
            System.err.println(e.getMessage());
            System.exit(FAILED);
        }
        Class.forName(SERVER).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    private static void exitWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException parentGone) {
            // The same as an ended stream.
        }
        System.exit(0);
    }
}
