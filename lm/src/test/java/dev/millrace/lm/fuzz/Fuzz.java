package dev.millrace.lm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.text.ChatTemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Hands damaged files to a reader: each is read, or refused in one short line that names the file; nothing else happens. */
final class Fuzz {
    private static final int LONGEST_REASON = 1200;

    private final Path folder;

    Fuzz(Path folder) {
        this.folder = folder;
    }

    /** Reads a file, and all that it holds. */
    @FunctionalInterface
    interface Reader {
        void read(Path file);
    }

    /**
     * Writes so many damaged files under a name, one after the other, each over the last.
     *
     * @return how many were refused
     */
    int refusals(String name, int times, Supplier<byte[]> damaged, Reader reader) throws IOException {
        Path file = folder.resolve(name);
        int refused = 0;
        for (int i = 0; i < times; i++) {
            byte[] bytes = damaged.get();
            Files.write(file, bytes);
            refused += refuses(name + " number " + i, file, reader) ? 1 : 0;
        }
        return refused;
    }

    private static boolean refuses(String title, Path file, Reader reader) {
        try {
            reader.read(file);
            return false;
        } catch (ChatTemplateException e) {
            assertThat(e).as(title).message().isNotBlank().hasSizeLessThan(LONGEST_REASON);
            return true;
        } catch (FormatException e) {
            assertThat(e)
                    .as(title)
                    .message()
                    .contains(file.getParent().toString())
                    .hasSizeLessThan(LONGEST_REASON)
                    .hasLineCount(1);
            return true;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(title + " was neither read nor refused", e);
        }
    }
}
