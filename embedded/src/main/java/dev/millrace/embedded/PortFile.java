package dev.millrace.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/** Remembers which loopback ports a server chose, so that it comes back on the same ones. */
final class PortFile {

    static final String HOST = "127.0.0.1";

    private final Path file;
    private final Properties ports = new Properties();

    PortFile(Path directory) throws IOException {
        file = directory.resolve("ports.properties");
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                ports.load(reader);
            }
        }
    }

    /** The requested port if it is free, or for 0 the remembered one, or else any free one. */
    int choose(String name, int requested) throws IOException {
        if (requested != 0 && !isFree(requested)) {
            throw new EmbeddedException(
                    "port %d for the %s is taken; stop what listens on it or choose another port (0 takes a free one)"
                            .formatted(requested, name));
        }
        int remembered = Integer.parseInt(ports.getProperty(name, "0"));
        int port = requested != 0 ? requested : remembered != 0 && isFree(remembered) ? remembered : anyFree();
        ports.setProperty(name, Integer.toString(port));
        save();
        return port;
    }

    private void save() throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (Writer writer = Files.newBufferedWriter(temporary)) {
            ports.store(writer, null);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int anyFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
