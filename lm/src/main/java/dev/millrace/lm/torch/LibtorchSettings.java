package dev.millrace.lm.torch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which libtorch a user wants loaded in place of the shipped one, checked before it is: one that the JNI library was not
 * built against would end the process without a word.
 *
 * @param path {@code PYTORCH_LIBRARY_PATH}: folders, one of which holds libtorch; null for the shipped one
 * @param version {@code PYTORCH_VERSION}
 * @param flavor {@code PYTORCH_FLAVOR}
 */
record LibtorchSettings(
        @Nullable String path,
        @Nullable String version,
        @Nullable String flavor) {

    /** What pytorch-jni {@value Torch#VERSION} was built against. */
    static final List<String> FLAVORS = List.of("cpu", "cu128");

    private static final String LIBRARY = System.mapLibraryName("torch");
    private static final String CUDA_LIBRARY = System.mapLibraryName("torch_cuda");
    private static final Pattern WHEEL_VERSION = Pattern.compile("__version__ = '([^']+)'");

    /** Those of this process; DJL looks at the environment first, then at system properties. */
    static LibtorchSettings ofProcess() {
        Function<String, @Nullable String> setting =
                name -> System.getenv(name) != null ? System.getenv(name) : System.getProperty(name);
        return new LibtorchSettings(
                setting.apply("PYTORCH_LIBRARY_PATH"),
                setting.apply("PYTORCH_VERSION"),
                setting.apply("PYTORCH_FLAVOR"));
    }

    /** @throws EngineUnavailableException with what is set, what is expected and what to do */
    void check() {
        if (version != null && !version.equals(Torch.VERSION)) {
            throw new EngineUnavailableException("PYTORCH_VERSION is " + version + ", but this build calls libtorch "
                    + Torch.VERSION + ": install that version or unset PYTORCH_VERSION");
        }
        if (path != null) {
            Path folder = folder(path);
            checkVersionIn(folder);
            checkFlavorOf(folder);
        }
    }

    private static Path folder(String path) {
        return Stream.of(path.split(File.pathSeparator))
                .map(Path::of)
                .map(entry -> entry.endsWith(LIBRARY) ? entry.toAbsolutePath().getParent() : entry)
                .filter(folder -> Files.isRegularFile(folder.resolve(LIBRARY)))
                .findFirst()
                .orElseThrow(() -> new EngineUnavailableException(
                        "PYTORCH_LIBRARY_PATH is " + path + ", where there is no " + LIBRARY
                                + ": set it to the lib folder of libtorch " + Torch.VERSION + ", or unset it"));
    }

    private static void checkVersionIn(Path folder) {
        Optional<String> found = versionIn(folder);
        if (found.isPresent()
                && !found.get().equals(Torch.VERSION)
                && !found.get().startsWith(Torch.VERSION + "+")) {
            throw new EngineUnavailableException(folder + " holds libtorch " + found.get()
                    + ", but this build calls libtorch " + Torch.VERSION + ": install that version and set"
                    + " PYTORCH_LIBRARY_PATH to its lib folder");
        }
    }

    /** As libtorch's archive (build-version) and torch's wheel (version.py) tell it beside their lib folder. */
    private static Optional<String> versionIn(Path folder) {
        Path above = folder.toAbsolutePath().getParent();
        try {
            if (Files.isRegularFile(above.resolve("build-version"))) {
                return Optional.of(
                        Files.readString(above.resolve("build-version")).strip());
            }
            if (Files.isRegularFile(above.resolve("version.py"))) {
                Matcher line = WHEEL_VERSION.matcher(Files.readString(above.resolve("version.py")));
                return line.find() ? Optional.of(line.group(1)) : Optional.empty();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new EngineUnavailableException(e);
        }
    }

    private void checkFlavorOf(Path folder) {
        if (flavor == null || !FLAVORS.contains(flavor)) {
            throw new EngineUnavailableException("PYTORCH_LIBRARY_PATH is set, but PYTORCH_FLAVOR is "
                    + (flavor == null ? "not" : flavor) + ", expected one of " + FLAVORS
                    + ": set it to the flavor of the libtorch in " + folder);
        }
        if (!flavor.equals("cpu") && !Files.exists(folder.resolve(CUDA_LIBRARY))) {
            throw new EngineUnavailableException("PYTORCH_FLAVOR is " + flavor + ", but there is no " + CUDA_LIBRARY
                    + " in " + folder + ": install libtorch " + Torch.VERSION
                    + " for CUDA 12.8, or set PYTORCH_FLAVOR=cpu");
        }
    }
}
