package dev.millrace.lm.verify;

import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.lm.format.PeftAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PEFT adapter written and read again is the same adapter. */
final class AdapterRoundTrip {
    private AdapterRoundTrip() {}

    static Finding check(Path adapterFolder) {
        PeftAdapter adapter = PeftAdapter.read(adapterFolder);
        try {
            Path copy = Files.createTempDirectory("millrace-adapter");
            try {
                adapter.write(copy);
                Differences differences = new Differences();
                differences.compare(adapter, PeftAdapter.read(copy));
                return differences.finding();
            } finally {
                AtomicFiles.delete(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a copy of " + adapterFolder, e);
        }
    }
}
