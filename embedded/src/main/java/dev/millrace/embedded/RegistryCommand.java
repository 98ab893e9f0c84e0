package dev.millrace.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of the registry's JVM: small, on loopback, its data in an H2 file that survives a kill. */
final class RegistryCommand {

    private static final List<String> SMALL = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private RegistryCommand() {}

    static List<String> of(Path data, int port, RegistryHome home, Path launcher, ClassArchive archive) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.addAll(SMALL);
        command.addAll(archive.jvmOptions());
        command.addAll(List.of(
                "-Dquarkus.http.host=" + PortFile.HOST,
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.enabled=false",
                "-Dquarkus.banner.enabled=false",
                "-Dquarkus.log.level=WARN",
                "-Dapicurio.storage.kind=sql",
                "-Dapicurio.storage.sql.kind=h2",
                "-Dapicurio.datasource.url=jdbc:h2:file:" + data.resolve("registry") + ";WRITE_DELAY=0"));
        command.addAll(List.of("-cp", home.runner() + File.pathSeparator + launcher));
        command.addAll(List.of(RegistryMain.class.getName(), data.toString()));
        return command;
    }

    private static Path java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        if (!Files.isExecutable(java)) {
            throw new EmbeddedException(
                    "no Java launcher at %s to start the registry with; install a JDK and run Millrace with it"
                            .formatted(java));
        }
        return java;
    }
}
