package dev.millrace.lm.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibtorchSettingsTest {
    static final List<String> FLAVORS = LibtorchSettings.FLAVORS;

    @TempDir
    Path folder;

    private Path lib;

    @BeforeEach
    void makeALibtorchForCuda() throws IOException {
        lib = Files.createDirectories(folder.resolve("libtorch/lib"));
        Files.createFile(lib.resolve(System.mapLibraryName("torch")));
        Files.createFile(lib.resolve(System.mapLibraryName("torch_cuda")));
        buildVersion("2.7.1+cu128");
    }

    @Test
    void shouldAcceptWhenNothingIsSet() {
        assertThatCode(new LibtorchSettings(null, null, null)::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @FieldSource("FLAVORS")
    void shouldAcceptALibtorchOfTheRightVersionInEveryFlavor(String flavor) {
        assertThatCode(new LibtorchSettings(lib.toString(), "2.7.1", flavor)::check)
                .doesNotThrowAnyException();
    }

    @Test
    void shouldAcceptThePathOfTheLibraryItself() {
        // Given
        String file = lib.resolve(System.mapLibraryName("torch")).toString();

        // When
        LibtorchSettings settings = new LibtorchSettings(file, null, "cu128");

        // Then
        assertThatCode(settings::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @FieldSource("FLAVORS")
    void shouldFindTheJniLibraryOfEveryFlavorOnTheClassPath(String flavor) {
        assertThat(LibtorchSettings.class.getResource("/jnilib/linux-x86_64/" + flavor + "/libdjl_torch.so"))
                .isNotNull();
    }

    @Test
    void shouldSayWhichVersionIsCalledWhenAnotherIsAnnounced() {
        refused(null, "2.5.0", null, "PYTORCH_VERSION is 2.5.0", "2.7.1", "unset PYTORCH_VERSION");
    }

    @Test
    void shouldSayWhatIsThereWhenTheFolderHoldsAnotherVersion() throws IOException {
        buildVersion("2.8.0+cu128");

        refused(lib.toString(), "2.7.1", "cu128", "holds libtorch 2.8.0+cu128", "calls libtorch 2.7.1");
    }

    @Test
    void shouldReadTheVersionOfAWheelToo() throws IOException {
        Files.delete(lib.resolveSibling("build-version"));
        Files.writeString(lib.resolveSibling("version.py"), "from typing import Optional\n__version__ = '2.6.0+cpu'\n");

        refused(lib.toString(), null, "cpu", "holds libtorch 2.6.0+cpu");
    }

    @Test
    void shouldSayWhatToSetWhenThePathHoldsNoLibrary() {
        refused(folder.toString(), null, "cpu", "PYTORCH_LIBRARY_PATH is " + folder, "lib folder of libtorch 2.7.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cu126", "cpu-precxx11", ""})
    void shouldNameTheFlavorsWhenAnotherIsSet(String flavor) {
        refused(lib.toString(), null, flavor, "PYTORCH_FLAVOR is " + flavor, "[cpu, cu128]");
    }

    @Test
    void shouldAskForTheFlavorWhenNoneIsSet() {
        refused(lib.toString(), null, null, "PYTORCH_FLAVOR is not", "[cpu, cu128]");
    }

    @Test
    void shouldSayThatItIsAProcessorsBuildWhenTheFlavorIsCuda() throws IOException {
        Files.delete(lib.resolve(System.mapLibraryName("torch_cuda")));

        refused(lib.toString(), null, "cu128", "PYTORCH_FLAVOR is cu128", "torch_cuda", "PYTORCH_FLAVOR=cpu");
    }

    private void buildVersion(String version) throws IOException {
        Files.writeString(lib.resolveSibling("build-version"), version + "\n");
    }

    private static void refused(
            @Nullable String path, @Nullable String version, @Nullable String flavor, String... words) {
        assertThatThrownBy(new LibtorchSettings(path, version, flavor)::check)
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContainingAll(words)
                .message()
                .hasLineCount(1);
    }
}
