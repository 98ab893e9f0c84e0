package dev.millrace.lm.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.ChatTemplate;
import dev.millrace.lm.text.ChatTemplateException;
import dev.millrace.lm.text.Tokenizer;
import dev.millrace.lm.train.ChatFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file a user may hand over, mutated: it is read, or refused with a reason, and nothing else ever happens. */
class DamagedFilesTest {
    private static final Path GOLDEN = GoldenCases.folder("llama");

    @TempDir
    Path folder;

    @Test
    void shouldReadOrRefuseEveryMutationOfWeights() throws IOException {
        // Given
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("model.embed.weight", TensorData.f32(HostTensor.zeros(8, 3)));
        tensors.put("model.norm.weight", TensorData.bf16(HostTensor.zeros(16)));
        tensors.put("model.layers.0.weight", TensorData.f32(HostTensor.zeros(2, 2, 2)));
        Safetensors.write(folder.resolve("whole.safetensors"), tensors, Map.of("format", "pt"));
        byte[] weights = Files.readAllBytes(folder.resolve("whole.safetensors"));

        // When
        int refused = mutate(weights, weights.length, 3000, "w.safetensors", file -> {
            try (Safetensors read = Safetensors.open(file)) {
                read.names().forEach(read::read);
            }
        });

        // Then
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void shouldReadOrRefuseEveryMutationOfAConfig() throws IOException {
        // Given
        byte[] config = Files.readAllBytes(GOLDEN.resolve("config.json"));

        // When
        int refused = mutate(config, config.length, 1500, "config.json", file -> ModelConfig.read(folder));

        // Then
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void shouldReadOrRefuseEveryMutationOfAnAdapter() throws IOException {
        // Given
        Files.copy(GOLDEN.resolve("adapter/adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        byte[] config = Files.readAllBytes(GOLDEN.resolve("adapter/adapter_config.json"));

        // When
        int refused = mutate(config, config.length, 700, "adapter_config.json", file -> PeftAdapter.read(folder));

        // Then
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void shouldReadOrRefuseEveryMutationOfATokenizer() throws IOException {
        // Given
        byte[] tokenizer = Files.readAllBytes(GOLDEN.resolve("tokenizer.json"));

        // When
        int refused = mutate(tokenizer, tokenizer.length, 300, "tokenizer.json", file -> {
            try (Tokenizer read = Tokenizer.read(folder)) {
                read.decode(read.encode("My invoice — 谢谢 🙏 <|im_end|>"));
            }
        });

        // Then
        assertThat(refused).isGreaterThan(20);
    }

    @Test
    void shouldRenderOrRefuseEveryMutationOfATemplate() throws IOException {
        // Given
        byte[] template = Files.readAllBytes(GoldenCases.folder("llama31").resolve("chat_template.jinja"));
        List<ChatMessage> chat = List.of(ChatMessage.user("Hi"), ChatMessage.assistant("Hello"));

        // When
        int refused = mutate(template, template.length, 1500, "chat_template.jinja", file -> ChatTemplate.read(folder)
                .render(chat, true));

        // Then
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void shouldReadOrRefuseEveryMutationOfChats() throws IOException {
        // Given
        byte[] chats = """
                {"id":"a","subject":"s","messages":[{"role":"user","content":"Hi é"},{"role":"assistant","content":"Yes"}]}
                {"messages":[{"role":"user","content":"Bye \\u00e9"}]}
                """.getBytes(StandardCharsets.UTF_8);

        // When
        int refused = mutate(chats, chats.length, 1500, "chats.jsonl", ChatFile::read);

        // Then
        assertThat(refused).isGreaterThan(500);
    }

    private interface Reader {
        void read(Path file);
    }

    /** Returns how many were refused; fails on anything but the exceptions that carry a reason. */
    private int mutate(byte[] original, int within, int times, String name, Reader reader) throws IOException {
        Random random = new Random(11);
        Path file = folder.resolve(name);
        int refused = 0;
        for (int i = 0; i < times; i++) {
            Files.write(file, mutation(original, Math.min(within, original.length), random));
            try {
                reader.read(file);
            } catch (FormatException | ChatTemplateException e) {
                assertThat(e).message().isNotBlank();
                refused++;
            }
        }
        return refused;
    }

    private static byte[] mutation(byte[] original, int within, Random random) {
        byte[] bytes = original.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(within)] = (byte) random.nextInt(256);
            case 1 -> bytes[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(within));
            default -> {
                int from = random.nextInt(within);
                int to = random.nextInt(within);
                int length = Math.min(random.nextInt(20), within - Math.max(from, to));
                System.arraycopy(original, from, bytes, to, length);
            }
        }
        return bytes;
    }
}
