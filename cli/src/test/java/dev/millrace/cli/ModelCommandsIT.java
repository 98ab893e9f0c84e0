package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.terminal.RecordedTerminal;
import dev.millrace.lm.gguf.Gguf;
import dev.millrace.runtime.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on model files, on a golden case of the engine: a model folder with an adapter. */
class ModelCommandsIT {
    private static final Path MODEL =
            Path.of(System.getProperty("millrace.root", "..")).resolve("lm/src/test/resources/golden/llama");
    private static final String ADAPTER = MODEL.resolve("adapter").toString();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordedTerminal recorded = RecordedTerminal.plain();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return Millrace.run(recorded.terminal(), arguments);
    }

    private JsonNode json(String... arguments) throws IOException {
        RecordedTerminal own = RecordedTerminal.plain();
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
        assertThat(Millrace.run(own.terminal(), all)).as(own.err()).isZero();
        return JSON.readTree(own.out());
    }

    @Test
    void shouldWriteTheModelWithAModelfileWhenAnAdapterIsExportedMerged() {
        // Given
        Path file = folder.resolve("merged.gguf");

        // When
        int exit = run(
                "export",
                "--base-model",
                MODEL.toString(),
                "--adapter",
                ADAPTER,
                "--type",
                "q8_0",
                "--out",
                file.toString());

        // Then
        assertThat(exit).as(recorded.err()).isZero();
        assertThat(folder.resolve("Modelfile")).content().contains("FROM ./merged.gguf");
        try (Gguf gguf = Gguf.open(file)) {
            assertThat(gguf.text("general.type")).contains("model");
            assertThat(gguf.text("general.name")).contains("llama + adapter");
        }
    }

    @ParameterizedTest
    @CsvSource({"merge,", "export,--adapter", "quantize,--adapter", "generate,--adapter", "evaluate,."})
    void shouldRefuseARevokedAdapter(String command, @Nullable String before) throws IOException {
        // Given
        Path adapter = Files.createDirectory(folder.resolve("adapter"));
        Files.writeString(adapter.resolve("REVOKED"), "at 2026-03-01T00:00:00Z, reason: erasure");
        String[] arguments = Stream.of(command, before, adapter.toString(), model(command), out(command))
                .filter(Objects::nonNull)
                .toArray(String[]::new);

        // When
        int exit = run(arguments);

        // Then
        assertThat(exit).as(recorded.err()).isEqualTo(ExitCode.FAILED.code());
        assertThat(recorded.err()).contains("was revoked (at 2026-03-01T00:00:00Z, reason: erasure)");
    }

    private static String model(String command) {
        return command.equals("quantize") ? MODEL.toString() : "--base-model=" + MODEL;
    }

    private @Nullable String out(String command) {
        return List.of("generate", "evaluate").contains(command) ? null : "--out=" + folder.resolve("out");
    }

    @Test
    void shouldWriteTheAdapterAloneWhenItIsAskedForThat() {
        // Given
        Path file = folder.resolve("adapter.gguf");

        // When
        int exit = run(
                "export",
                "--base-model",
                MODEL.toString(),
                "--adapter",
                ADAPTER,
                "--adapter-only",
                "--out",
                file.toString());

        // Then
        assertThat(exit).as(recorded.err()).isZero();
        assertThat(folder.resolve("Modelfile")).doesNotExist();
        try (Gguf gguf = Gguf.open(file)) {
            assertThat(gguf.text("general.type")).contains("adapter");
        }
    }

    @Test
    void shouldAnswerAlikeWhenTheAdapterIsMergedAsWhenItIsAttached() throws IOException {
        // Given
        Path merged = folder.resolve("merged");
        assertThat(run("merge", ADAPTER, "--base-model", MODEL.toString(), "--out", merged.toString()))
                .isZero();
        String[] ids = {"generate", "[3, 40, 17]", "--ids", "--ignore-end", "--max-tokens", "12", "--precision", "f32"};

        // When
        JsonNode alone = json(with(ids, "--base-model", merged.toString()));

        // Then
        JsonNode attached = json(with(ids, "--base-model", MODEL.toString(), "--adapter", ADAPTER));
        assertThat(alone.get("ids")).hasSize(12).isEqualTo(attached.get("ids"));
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void shouldMakeABaseModelWhenAModelIsQuantized() throws IOException {
        // Given
        Path nf4 = folder.resolve("nf4");

        // When
        int exit = run("quantize", MODEL.toString(), "--out", nf4.toString());

        // Then
        assertThat(exit).as(recorded.err()).isZero();
        JsonNode info = json("info", nf4.toString());
        assertThat(info.at("/facts/quantization").asText()).isEqualTo("nf4 with double quantization");
        JsonNode said = json("generate", "Hello", "--base-model", nf4.toString(), "--max-tokens", "3");
        assertThat(said.get("ids").size()).isBetween(0, 3);
    }

    @ParameterizedTest
    @CsvSource({"'', model folder", "adapter, LoRA adapter", "model.safetensors, safetensors file"})
    void shouldSayWhatAPathHolds(String path, String kind) throws IOException {
        JsonNode info = json("info", MODEL.resolve(path).toString(), "--tensors");

        assertThat(info.get("kind").asText()).isEqualTo(kind);
        assertThat(info.at("/facts/tensors").asInt())
                .isEqualTo(info.get("tensors").size())
                .isPositive();
        assertThat(run("info", MODEL.resolve(path).toString(), "--tensors")).isZero();
        assertThat(recorded.out()).contains(kind, "tensors", "F32");
    }

    @Test
    void shouldSayThatItKnowsNoSuchThingWhenAFolderHoldsSomethingElse() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "nothing");

        assertThat(run("info", folder.toString())).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(run("info", folder.resolve("absent").toString())).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(recorded.err()).contains("is nothing that Millrace knows", "there is nothing at");
    }

    @Test
    void shouldKeepWhatIsThereWhenTheOutputExists() throws IOException {
        for (List<String> command : List.of(
                List.of("export", "--base-model", MODEL.toString()),
                List.of("merge", ADAPTER, "--base-model", MODEL.toString()),
                List.of("quantize", MODEL.toString()))) {
            // Given
            Path there = Files.writeString(folder.resolve("there"), "mine");

            // When
            int exit = run(with(command.toArray(String[]::new), "--out", there.toString()));

            // Then
            assertThat(exit).isEqualTo(ExitCode.USAGE.code());
            assertThat(there).hasContent("mine");
        }
    }

    @Test
    void shouldNameTheDamagedFileWhenAnAdapterIsCutOff() throws IOException {
        // Given
        Path adapter = Files.createDirectory(folder.resolve("adapter"));
        Files.copy(Path.of(ADAPTER, "adapter_config.json"), adapter.resolve("adapter_config.json"));
        Files.write(adapter.resolve("adapter_model.safetensors"), new byte[] {1, 2, 3});

        // When
        int exit = run(
                "merge",
                adapter.toString(),
                "--base-model",
                MODEL.toString(),
                "--out",
                folder.resolve("m").toString());

        // Then
        assertThat(exit).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(recorded.err()).contains("adapter_model.safetensors");
        assertThat(folder.resolve("m")).doesNotExist();
    }

    @Test
    void shouldRefuseATypeThatModelsAreNotWrittenIn() {
        int exit = run(
                "export", "--type", "q6_k", "--out", folder.resolve("x.gguf").toString());

        assertThat(exit).isEqualTo(ExitCode.USAGE.code());
        assertThat(recorded.err()).contains("'q6_k'", "Q8_0");
    }
}
