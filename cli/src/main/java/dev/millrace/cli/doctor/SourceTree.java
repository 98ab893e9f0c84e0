package dev.millrace.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the command runs from a source tree, which the launch script builds, or from a distribution. */
final class SourceTree {
    private SourceTree() {}

    /** In a source tree the distribution lies at {@code cli/target/millrace}. */
    static boolean isPresent() {
        String home = System.getProperty("millrace.home");
        return home != null && Files.exists(Path.of(home).resolve("../../../pom.xml"));
    }
}
