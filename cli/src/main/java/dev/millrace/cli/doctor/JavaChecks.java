package dev.millrace.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/** The Java that runs this, and whether it can build. */
final class JavaChecks {
    private static final int OLDEST = 17;

    private JavaChecks() {}

    static Finding version() {
        Runtime.Version version = Runtime.version();
        return Finding.of(
                "java",
                version.feature() >= OLDEST,
                version + " at " + System.getProperty("java.home"),
                "install a JDK 17 or newer, or set JAVA_HOME to one");
    }

    static Finding compiler() {
        Path javac = Path.of(System.getProperty("java.home"), "bin", "javac");
        if (!SourceTree.isPresent()) {
            return Finding.ok("compiler", "not needed: this is a distribution");
        }
        return Finding.of(
                "compiler",
                Files.isExecutable(javac),
                javac + (Files.isExecutable(javac) ? "" : " is missing"),
                "install a JDK, not a JRE (Debian: apt-get install openjdk-17-jdk)");
    }
}
