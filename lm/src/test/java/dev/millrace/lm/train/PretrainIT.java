package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.lm.format.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainIT {
    @TempDir
    Path folder;

    @BeforeEach
    void layOutAModelWithoutWeights() throws IOException {
        for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
            Files.copy(TinyRun.MODEL.resolve(file), folder.resolve(file));
        }
        Files.write(folder.resolve("train.bin"), countingTokens(4000));
        Files.write(folder.resolve("valid.bin"), countingTokens(800));
    }

    @Test
    void shouldWriteTheSameWeightsWhenStoppedAndStartedAgain() throws IOException {
        // Given
        pretrain();
        byte[] undisturbed = Files.readAllBytes(folder.resolve("model.safetensors"));
        AtomicFiles.delete(folder.resolve("checkpoints/text/step-00000006"));
        Files.delete(folder.resolve("model.safetensors"));

        // When
        pretrain();

        // Then
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(undisturbed);
    }

    @Test
    void shouldGoOnWithChatsFromTheWeightsOfTheFirstStage() throws IOException {
        // Given
        pretrain();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            lines.add("{\"messages\":[{\"role\":\"user\",\"content\":\"Order " + i + "?\"},"
                    + "{\"role\":\"assistant\",\"content\":\"On its way.\"}]}");
        }
        Path chats = Files.write(folder.resolve("chats.jsonl"), lines);
        byte[] before = Files.readAllBytes(folder.resolve("model.safetensors"));

        // When
        Pretrain.main(options("--init", "weights", "--chat", chats.toString(), "--mix", "0.3"));

        // Then
        assertThat(Files.readAllBytes(folder.resolve("model.safetensors"))).isNotEqualTo(before);
        try (Safetensors weights = Safetensors.open(folder)) {
            assertThat(weights.info("model.embed_tokens.weight").type()).hasToString("BF16");
        }
    }

    @Test
    void shouldNameTheOptionWhenItIsUnknown() {
        // When
        var starting = assertThatThrownBy(() -> Pretrain.main(new String[] {"--step", "3"}));

        // Then
        starting.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Unknown option --step");
    }

    private void pretrain() {
        Pretrain.main(options());
    }

    private String[] options(String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--dir", folder.toString(),
                "--steps", "6",
                "--batch-tokens", "256",
                "--sequence", "64",
                "--separator", "1",
                "--eval-every", "3",
                "--checkpoint-every", "3"));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    /** Counts up to 400 again and again, with a separator at every turn. */
    private static byte[] countingTokens(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putShort((short) (i % 50 == 49 ? 1 : 10 + i % 400));
        }
        return bytes.array();
    }
}
