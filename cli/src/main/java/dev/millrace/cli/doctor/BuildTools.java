package dev.millrace.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Maven, where it is needed. */
final class BuildTools {
    private static final Pattern VERSION = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)\\S*");
    private static final String REMEDY = "install Maven 3.8 or newer (Debian: apt-get install maven)";

    private BuildTools() {}

    static Finding maven() {
        if (!SourceTree.isPresent()) {
            return Finding.ok("maven", "not needed: this is a distribution");
        }
        try {
            Process process = new ProcessBuilder(List.of("mvn", "--version", "-B"))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(30, TimeUnit.SECONDS);
            return judged(VERSION.matcher(output));
        } catch (IOException e) {
            return Finding.problem("maven", "no mvn on the path", REMEDY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.problem("maven", "interrupted", REMEDY);
        }
    }

    private static Finding judged(Matcher version) {
        if (!version.find()) {
            return Finding.problem("maven", "mvn does not say its version", REMEDY);
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return Finding.of("maven", major > 3 || (major == 3 && minor >= 8), version.group(), REMEDY);
    }
}
