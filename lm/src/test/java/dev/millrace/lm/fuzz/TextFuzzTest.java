package dev.millrace.lm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.text.ChatMessage;
import dev.millrace.lm.text.ChatTemplate;
import dev.millrace.lm.text.Tokenizer;
import dev.millrace.lm.train.ChatFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile tokenizers, chat templates and chats. */
class TextFuzzTest {
    private static final Path GOLDEN = GoldenCases.folder("llama31");
    private static final Path TEMPLATES = Path.of("src", "test", "resources", "chat-templates");
    private static final List<ChatMessage> CHAT =
            List.of(ChatMessage.user("My invoice — 谢谢 🙏"), ChatMessage.assistant("Hello <|im_end|>"));
    private static final String COMPONENTS = """
            {"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Prepend", "prepend": "a"},
               {"type": "Replace", "pattern": {"String": "  "}, "content": " "}, {"type": "Strip", "strip_left": true, "strip_right": false}]},
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
               {"type": "Split", "pattern": {"Regex": "[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|\\\\p{N}{1,3}|\\\\s+(?!\\\\S)|\\\\s+"}, "behavior": "Isolated", "invert": false},
               {"type": "Digits", "individual_digits": true},
               {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}]},
             "decoder": {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "x"}, "content": "y"},
               {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}, {"type": "Fuse"},
               {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
             "post_processor": {"type": "Sequence", "processors": [
               {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false, "use_regex": true},
               {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}], "pair": [], "special_tokens": {}}]}}
            """;
    private static final String CHATS = """
            {"id":"a","subject":"s","messages":[{"role":"user","content":"Hi é"},{"role":"assistant","content":"Yes"}]}
            {"messages":[{"role":"user","content":"Bye \\u00e9"}]}
            """;

    @TempDir
    Path folder;

    private final Random random = new Random(13);
    private final ByteMutations damage = new ByteMutations(random);
    private final JsonMutations lies = new JsonMutations(random);

    @Test
    void shouldReadOrRefuseTokenizers() throws IOException {
        // Given
        byte[] tokenizer = tokenizerWithManyComponents();
        Fuzz.Reader reader = file -> {
            try (Tokenizer read = Tokenizer.read(folder)) {
                read.decode(read.encode(CHAT.get(0).content() + "<|im_end|>"));
            }
        };
        Fuzz fuzz = new Fuzz(folder);

        // When
        int lied = fuzz.refusals("tokenizer.json", 1200, () -> lies.of(tokenizer), reader);
        int damaged = fuzz.refusals("tokenizer.json", 400, () -> damage.of(tokenizer, tokenizer.length), reader);

        // Then
        assertThat(lied).isGreaterThan(900);
        assertThat(damaged).isGreaterThan(100);
    }

    /** The vocabulary of a small model with the components of Llama 3's and Mistral's tokenizers. */
    private static byte[] tokenizerWithManyComponents() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode tokenizer =
                (ObjectNode) json.readTree(GOLDEN.resolve("tokenizer.json").toFile());
        ArrayNode merges = tokenizer.withObject("/model").putArray("merges");
        merges.add("o r").add("Ġ a");
        for (String part : List.of("normalizer", "pre_tokenizer", "decoder", "post_processor")) {
            tokenizer.set(part, json.readTree(COMPONENTS).get(part));
        }
        return json.writeValueAsBytes(tokenizer);
    }

    @Test
    void shouldReadOrRefuseTokenizerConfigs() throws IOException {
        // Given
        byte[] config =
                ("{\"bos_token\":{\"content\":\"<s>\",\"special\":true},\"eos_token\":\"</s>\",\"model_max_length\":8,"
                                + "\"chat_template\":[{\"name\":\"default\",\"template\":\"{{ messages[0].content + eos_token }}\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
        Fuzz.Reader reader = file -> ChatTemplate.read(folder).render(CHAT, true);
        Fuzz fuzz = new Fuzz(folder);

        // When
        int lied = fuzz.refusals("tokenizer_config.json", 1000, () -> lies.of(config), reader);
        int damaged = fuzz.refusals("tokenizer_config.json", 500, () -> damage.of(config, config.length), reader);

        // Then
        assertThat(lied).isGreaterThan(300);
        assertThat(damaged).isGreaterThan(200);
    }

    @Test
    void shouldRenderOrRefuseTemplates() throws IOException {
        // Given
        Fuzz fuzz = new Fuzz(folder);
        Fuzz.Reader reader = file -> ChatTemplate.read(folder).render(CHAT, true);

        // When
        int refused = 0;
        for (String name : List.of("qwen3", "llama32", "mistral-v03", "tinyllama")) {
            byte[] template = Files.readAllBytes(TEMPLATES.resolve(name + ".jinja"));
            refused += fuzz.refusals("chat_template.jinja", 400, () -> damage.of(template, template.length), reader);
        }

        // Then
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void shouldReadOrRefuseChats() throws IOException {
        // Given
        byte[] chats = CHATS.getBytes(StandardCharsets.UTF_8);

        // When
        int refused =
                new Fuzz(folder).refusals("chats.jsonl", 1500, () -> damage.of(chats, chats.length), ChatFile::read);

        // Then
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void shouldReadOrRefuseCompressedChats() throws IOException {
        // Given
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(CHATS.repeat(3).getBytes(StandardCharsets.UTF_8));
        }
        byte[] chats = compressed.toByteArray();

        // When
        int refused =
                new Fuzz(folder).refusals("train.jsonl.gz", 1500, () -> damage.of(chats, chats.length), ChatFile::read);

        // Then
        assertThat(refused).isGreaterThan(700);
    }
}
