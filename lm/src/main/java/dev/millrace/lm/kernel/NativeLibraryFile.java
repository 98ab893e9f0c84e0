package dev.millrace.lm.kernel;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;

/** The compiled kernels for this platform, which lie in the jar where the build found a C compiler (see build.sh). */
final class NativeLibraryFile {

    /** Symbols resolved at once and kept from other libraries (dlfcn.h: RTLD_NOW). */
    private static final int NOW_AND_LOCAL = 2;

    private NativeLibraryFile() {}

    /**
     * Binds {@link NativeFunctions}, once per process.
     *
     * @throws UnsatisfiedLinkError if there is none for this platform or it cannot be loaded
     */
    static void bind() {
        Binding.touch();
    }

    private static final class Binding {

        static {
            load();
        }

        static void touch() {}
    }

    private static void load() {
        String name = "native/" + platform() + "/libmillrace-kernels.so";
        try (InputStream library = NativeLibraryFile.class.getResourceAsStream(name)) {
            if (library == null) {
                throw new UnsatisfiedLinkError("this build has none for " + platform());
            }
            Path file = Files.createTempFile("millrace-kernels", ".so");
            try {
                Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
                Native.register(
                        NativeFunctions.class,
                        NativeLibrary.getInstance(file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, NOW_AND_LOCAL)));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw (UnsatisfiedLinkError) new UnsatisfiedLinkError(
                            "the library could not be unpacked into the folder for temporary files: " + e.getMessage())
                    .initCause(e);
        }
    }

    /** As in {@code linux-x86_64}. */
    private static String platform() {
        String architecture = System.getProperty("os.arch");
        return System.getProperty("os.name").toLowerCase(Locale.ROOT) + "-"
                + ("amd64".equals(architecture) ? "x86_64" : architecture);
    }
}
