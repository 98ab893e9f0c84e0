package dev.millrace.runtime.snapshots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.runtime.artifacts.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** A snapshot on disk: its manifest, and the examples of its splits. Immutable; every complaint names the file. */
public final class SnapshotFolder {

    /** Which examples were left out and why: gzip, one JSON object a line. */
    public static final String EXCLUDED = "excluded.jsonl.gz";

    private static final String MANIFEST = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final SnapshotManifest manifest;
    private final String manifestSha256;

    private SnapshotFolder(Path folder, SnapshotManifest manifest, String manifestSha256) {
        this.folder = folder;
        this.manifest = manifest;
        this.manifestSha256 = manifestSha256;
    }

    /** Reads the manifest. */
    public static SnapshotFolder open(Path folder) {
        Path file = folder.resolve(MANIFEST);
        try {
            byte[] bytes = Files.readAllBytes(file);
            SnapshotManifest manifest = JSON.readValue(bytes, SnapshotManifest.class);
            if (!SnapshotManifest.READ.contains(manifest.format())) {
                throw damaged(
                        file,
                        "has format " + manifest.format() + "; expected " + String.join(" or ", SnapshotManifest.READ));
            }
            return new SnapshotFolder(folder, manifest, Sha256.bytes(bytes));
        } catch (JsonProcessingException e) {
            throw damaged(file, "is not a snapshot's manifest: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new DamagedSnapshotException("cannot read %s (%s)".formatted(file, e), e);
        }
    }

    public Path folder() {
        return folder;
    }

    public SnapshotManifest manifest() {
        return manifest;
    }

    /** What a snapshot's event carries as its hash. */
    public String sha256() {
        return manifestSha256;
    }

    /** Checks the manifest against its event and every file against the manifest. */
    public SnapshotFolder verify(String expectedSha256) {
        requireManifest(expectedSha256);
        return verifyFiles();
    }

    private void requireManifest(String expectedSha256) {
        if (!manifestSha256.equals(expectedSha256)) {
            throw damaged(folder.resolve(MANIFEST), "has SHA-256 " + manifestSha256 + "; expected " + expectedSha256);
        }
    }

    /** Checks the manifest against its event, and the files of some splits against the manifest; opens no others. */
    public SnapshotFolder verify(String expectedSha256, Split... splits) {
        requireManifest(expectedSha256);
        for (Split split : splits) {
            SnapshotManifest.FileEntry expected = manifest.files().get(split.file());
            if (expected == null) {
                throw damaged(folder.resolve(MANIFEST), "does not name " + split.file());
            }
            verifyFile(split.file(), expected);
        }
        return this;
    }

    /** Checks every file against the manifest. */
    public SnapshotFolder verifyFiles() {
        manifest.files().forEach(this::verifyFile);
        return this;
    }

    private void verifyFile(String name, SnapshotManifest.FileEntry expected) {
        Path file = folder.resolve(name);
        if (!folder.equals(file.getParent())) {
            throw damaged(folder.resolve(MANIFEST), "names the file " + name + "; expected a file of this folder");
        }
        try {
            String found = Sha256.file(file);
            if (!found.equals(expected.sha256())) {
                throw damaged(file, "has SHA-256 " + found + "; expected " + expected.sha256());
            }
        } catch (IOException e) {
            throw new DamagedSnapshotException("cannot read %s (%s)".formatted(file, e), e);
        }
    }

    /** The examples of a split, in order of id. */
    public List<SnapshotExample> examples(Split split) {
        return lines(split.file(), SnapshotExample.class, "an example");
    }

    /** Hands out the examples of a split one by one, in order of id. */
    public void forEachExample(Split split, Consumer<SnapshotExample> action) {
        forEachLine(split.file(), SnapshotExample.class, "an example", action);
    }

    /** The examples that were left out, in order of id. */
    public List<SnapshotExclusion> exclusions() {
        return lines(EXCLUDED, SnapshotExclusion.class, "an exclusion");
    }

    /** Every subject of a split, and each example as a subject of its own. */
    public Set<String> subjects(Split split) {
        Set<String> subjects = new HashSet<>();
        forEachExample(split, example -> {
            subjects.add(example.subject());
            subjects.add(SnapshotExample.subjectOfItsOwn(example.id()));
        });
        return subjects;
    }

    private <T> List<T> lines(String name, Class<T> type, String what) {
        List<T> read = new ArrayList<>();
        forEachLine(name, type, what, read::add);
        return read;
    }

    private <T> void forEachLine(String name, Class<T> type, String what, Consumer<T> action) {
        Path file = folder.resolve(name);
        int number = 0;
        try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file));
                BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                action.accept(JSON.readValue(line, type));
            }
        } catch (JsonProcessingException e) {
            throw damaged(file, "line %d is not %s: %s".formatted(number, what, e.getOriginalMessage()));
        } catch (IOException e) {
            throw new DamagedSnapshotException("cannot read %s (%s)".formatted(file, e), e);
        }
    }

    private static DamagedSnapshotException damaged(Path file, String what) {
        return new DamagedSnapshotException(file + " " + what, null);
    }
}
