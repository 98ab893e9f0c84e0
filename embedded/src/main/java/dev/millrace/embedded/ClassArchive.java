package dev.millrace.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The JVM's class-data archive of the registry server (JEP 350), made when a first run ends and used by every later
 * one: the server is ready in 3 s instead of 9. It fits one JDK and one class path; without it all works, slower.
 */
final class ClassArchive {

    private final Path archive;
    private final Path draft;

    ClassArchive(Path launcher) {
        String name = launcher.getFileName().toString().replace(".jar", "") + "-jdk-"
                + Runtime.version().toString().replaceAll("[^A-Za-z0-9.+-]", "_");
        archive = launcher.resolveSibling(name + ".jsa");
        draft = launcher.resolveSibling(
                name + "." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".draft");
    }

    List<String> jvmOptions() {
        String option =
                Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + draft;
        return List.of(option, "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    /** Call once the server's process has ended: a finished draft becomes the archive. */
    void keep(int exitCode) throws IOException {
        if (Files.exists(draft) && exitCode == 0) {
            Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(draft);
    }
}
