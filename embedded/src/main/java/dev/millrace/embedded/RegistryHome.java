package dev.millrace.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The unpacked registry server, with the small launcher jar that this module adds to it. */
final class RegistryHome {

    private static final String RUNNER = "apicurio-registry-app-*-runner.jar";
    private static final List<Class<?>> LAUNCHER =
            List.of(RegistryMain.class, DirectoryLock.class, EmbeddedException.class);

    private final Path directory;
    private final Path runner;

    RegistryHome(Path directory) throws IOException {
        this.directory = directory.toAbsolutePath().normalize();
        this.runner = findRunner(this.directory);
    }

    private static Path findRunner(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, RUNNER)) {
                for (Path jar : found) {
                    return jar;
                }
            }
        }
        throw new EmbeddedException(
                "no registry server (%s) in %s; build it with `mvn -pl embedded generate-resources`, or set -D%s to where it lies"
                        .formatted(RUNNER, directory, EmbeddedRegistry.HOME));
    }

    Path directory() {
        return directory;
    }

    Path runner() {
        return runner;
    }

    /** Writes the launcher once; its name carries a checksum, so that another version is another file. */
    Path launcher() throws IOException {
        byte[] jar = pack();
        CRC32 checksum = new CRC32();
        checksum.update(jar);
        Path launcher = directory.resolve("launcher-%08x.jar".formatted(checksum.getValue()));
        if (!Files.exists(launcher)) {
            Path temporary = launcher.resolveSibling(
                    launcher.getFileName() + "." + ProcessHandle.current().pid());
            Files.write(temporary, jar);
            Files.move(temporary, launcher, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return launcher;
    }

    private static byte[] pack() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (Class<?> type : LAUNCHER) {
                String name = type.getName().replace('.', '/') + ".class";
                ZipEntry entry = new ZipEntry(name);
                entry.setTime(0);
                jar.putNextEntry(entry);
                try (InputStream source = type.getClassLoader().getResourceAsStream(name)) {
                    source.transferTo(jar);
                }
            }
        }
        return bytes.toByteArray();
    }
}
