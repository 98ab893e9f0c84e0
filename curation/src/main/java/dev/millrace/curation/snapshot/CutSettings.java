package dev.millrace.curation.snapshot;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.config.BalanceConfig;
import dev.millrace.runtime.config.DomainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cut follows from beside the examples: the domain's settings and the files that they name, as one hash.
 *
 * <p>A file is read again only if its size or its time of change is another one. For one thread.
 */
final class CutSettings {
    private static final Logger LOG = LoggerFactory.getLogger(CutSettings.class);

    private final Map<Path, Stamp> known = new HashMap<>();

    private record Stamp(long size, FileTime changed, String sha256) {}

    /** @param files SHA-256 of the files that the settings name, in their order */
    static String hash(DomainConfig config, List<String> files) {
        return Sha256.text(config.cutHash() + "\n" + String.join("\n", files));
    }

    /** The hash of what a cut would follow from now. A file that cannot be read counts as it was: it may be in the making. */
    String current(DomainConfig config) {
        List<String> files = new ArrayList<>();
        files(config).forEach(file -> files.add(sha256(file)));
        return hash(config, files);
    }

    private static List<Path> files(DomainConfig config) {
        List<Path> files = new ArrayList<>(config.policy().similarity().protectedSets());
        BalanceConfig balance = config.balance();
        if (balance.generalText() != null && balance.generalShare() > 0) {
            files.add(balance.generalText());
        }
        return files;
    }

    private String sha256(Path file) {
        Stamp before = known.get(file);
        try {
            long size = Files.size(file);
            FileTime changed = Files.getLastModifiedTime(file);
            if (before == null || before.size() != size || !before.changed().equals(changed)) {
                before = new Stamp(size, changed, Sha256.file(file));
                known.put(file, before);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be read now", file, e);
        }
        return before == null ? "" : before.sha256();
    }
}
