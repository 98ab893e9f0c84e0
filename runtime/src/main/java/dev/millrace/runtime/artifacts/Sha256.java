package dev.millrace.runtime.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** SHA-256 of texts, files and folders, as 64 lower-case hexadecimal digits. */
public final class Sha256 {

    private Sha256() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static String bytes(byte[] bytes) {
        return hex(digest().digest(bytes));
    }

    /** Of the text's UTF-8 bytes. */
    public static String text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String file(Path file) throws IOException {
        MessageDigest digest = digest();
        try (InputStream source = new DigestInputStream(Files.newInputStream(file), digest)) {
            source.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest.digest());
    }

    /** Of the lines {@code <file hash>  <relative path>} in order of path: the format that {@code sha256sum} prints. */
    public static String tree(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files(folder)) {
            lines.append(file(file)).append("  ").append(relative(folder, file)).append('\n');
        }
        return text(lines.toString());
    }

    /** The regular files below a folder in order of their relative path. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths
                    .filter(Files::isRegularFile)
                    .collect(Collectors.toMap(path -> relative(folder, path), path -> path, (a, b) -> a, TreeMap::new))
                    .values()
                    .stream()
                    .toList();
        }
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
