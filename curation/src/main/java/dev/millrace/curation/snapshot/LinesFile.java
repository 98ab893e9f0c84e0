package dev.millrace.curation.snapshot;

import dev.millrace.runtime.artifacts.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A gzip file of lines being written; knows what the manifest tells of it. The gzip header holds no time, so that equal
 * lines give equal bytes on one machine.
 */
final class LinesFile implements AutoCloseable {

    /**
     * A written file.
     *
     * @param sha256 of the file's bytes
     * @param contentSha256 of the uncompressed lines
     */
    record Written(String sha256, long bytes, String contentSha256, long lines) {}

    private final Path file;
    private final MessageDigest compressed = Sha256.digest();
    private final MessageDigest content = Sha256.digest();
    private final OutputStream out;
    private long lines;

    LinesFile(Path file) throws IOException {
        this.file = file;
        this.out = new BufferedOutputStream(
                new GZIPOutputStream(new DigestOutputStream(Files.newOutputStream(file), compressed)));
    }

    void write(byte[] line) throws IOException {
        out.write(line);
        content.update(line);
        lines++;
    }

    /** Closes the file and tells what it holds. */
    Written finish() throws IOException {
        out.close();
        HexFormat hex = HexFormat.of();
        return new Written(
                hex.formatHex(compressed.digest()), Files.size(file), hex.formatHex(content.digest()), lines);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
