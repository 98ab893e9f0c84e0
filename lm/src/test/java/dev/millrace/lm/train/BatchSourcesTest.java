package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.text.Document;
import dev.millrace.lm.text.TokenBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchSourcesTest {
    private static final int SEPARATOR = 0;

    @TempDir
    Path folder;

    @Test
    void shouldGiveEveryChatOnceAnEpochInAnOrderOfItsOwn() {
        // Given
        PackedChats source = new PackedChats(documents(60), 100, 2, 7);

        // When
        List<Integer> firsts = LongStream.range(0, source.size())
                .mapToObj(source::batch)
                .flatMap(batch -> Arrays.stream(batch.starts()).mapToObj(start -> batch.ids()[start]))
                .toList();

        long ends = LongStream.range(0, source.size()).filter(source::endsEpoch).count();

        // Then
        assertThat(ends).isEqualTo(2);
        List<Integer> all = IntStream.range(0, 60).boxed().toList();
        assertThat(firsts).hasSize(120);
        assertThat(firsts.subList(0, 60))
                .containsExactlyInAnyOrderElementsOf(all)
                .isNotEqualTo(all);
        assertThat(firsts.subList(60, 120))
                .containsExactlyInAnyOrderElementsOf(all)
                .isNotEqualTo(firsts.subList(0, 60));
    }

    @Test
    void shouldGiveTheSameBatchWhenAskedAgainInAnyOrder() {
        // Given
        PackedChats one = new PackedChats(documents(60), 100, 2, 7);
        PackedChats other = new PackedChats(documents(60), 100, 2, 7);
        List<TokenBatch> forwards =
                LongStream.range(0, one.size()).mapToObj(one::batch).toList();

        // When
        List<TokenBatch> backwards = LongStream.range(0, other.size())
                .mapToObj(index -> other.batch(other.size() - 1 - index))
                .toList();

        // Then
        for (int i = 0; i < forwards.size(); i++) {
            assertThat(backwards.get(forwards.size() - 1 - i))
                    .usingRecursiveComparison()
                    .isEqualTo(forwards.get(i));
        }
        assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
    }

    @Test
    void shouldHaveAnotherFingerprintWhenDataOrOrderDiffer() {
        // When
        List<String> prints = List.of(
                new PackedChats(documents(60), 100, 2, 7).fingerprint(),
                new PackedChats(documents(59), 100, 2, 7).fingerprint(),
                new PackedChats(documents(60), 100, 2, 8).fingerprint(),
                new PackedChats(documents(60), 101, 2, 7).fingerprint());

        // Then
        assertThat(prints).doesNotHaveDuplicates();
    }

    @Test
    void shouldScoreEveryNextTokenExceptAcrossDocumentsWhenStreamingText() throws IOException {
        // Given
        Path file = tokens(1000);
        TokenStream source = TokenStream.open(file, 2000, SEPARATOR, 50, 100, 1, 3);

        // When
        List<TokenBatch> batches =
                LongStream.range(0, source.size()).mapToObj(source::batch).toList();

        // Then
        assertThat(batches).hasSize(9);
        for (TokenBatch batch : batches) {
            for (int d = 0; d < batch.documents(); d++) {
                int from = batch.starts()[d];
                for (int t = from; t < from + batch.length(d); t++) {
                    int expected = batch.ids()[t] == SEPARATOR ? TokenBatch.IGNORED : next(batch.ids()[t]);
                    assertThat(batch.targets()[t]).isEqualTo(expected);
                    assertThat(batch.ids()[t] == SEPARATOR && t + 1 < from + batch.length(d))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void shouldCutTheTextElsewhereWhenAnotherEpochBegins() throws IOException {
        // Given
        TokenStream source = TokenStream.open(tokens(1000), 2000, SEPARATOR, 50, 100, 2, 3);

        // When
        TokenBatch first = source.batch(0);
        TokenBatch second = source.batch(source.size() / 2);

        // Then
        assertThat(second.ids()).isNotEqualTo(first.ids());
        assertThat(source.batch(0).ids()).isEqualTo(first.ids());
    }

    @Test
    void shouldNameTheTokenWhenItIsNotInTheVocabulary() throws IOException {
        // Given
        Path file = tokens(1000);

        // When
        var opening = assertThatThrownBy(() -> TokenStream.open(file, 500, SEPARATOR, 50, 100, 1, 3));

        // Then
        opening.isInstanceOf(FormatException.class)
                .hasMessageContaining("expected less than the vocabulary's size 500");
    }

    @Test
    void shouldMixInTheOtherSourceAtEvenDistances() throws IOException {
        // Given
        TokenStream text = TokenStream.open(tokens(1000), 2000, SEPARATOR, 50, 100, 1, 3);
        PackedChats chats = new PackedChats(documents(60), 100, 1, 7);
        InterleavedSource mixed = new InterleavedSource(chats, text, 0.25);

        // When
        List<Boolean> fromChats = new ArrayList<>();
        for (long i = 0; i < 12; i++) {
            fromChats.add(mixed.batch(i).ids()[0] < 60);
        }

        // Then
        assertThat(fromChats).filteredOn(chat -> chat).hasSize(9);
        assertThat(mixed.size()).isEqualTo(Math.round(Math.floor(chats.size() / 0.75)));
    }

    /** Document i begins with the token i and has 5 to 24 tokens. */
    private static List<Document> documents(int count) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] ids = new int[5 + i % 20];
            Arrays.fill(ids, 60);
            ids[0] = i;
            documents.add(new Document(ids, ids.clone()));
        }
        return documents;
    }

    /** Ascending tokens from 100, with a separator before every sixteenth. */
    private Path tokens(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        int token = 100;
        while (bytes.remaining() >= 4) {
            bytes.putShort((short) token);
            if (next(token) == SEPARATOR) {
                bytes.putShort((short) SEPARATOR);
            }
            token++;
        }
        Path file = folder.resolve("train.bin");
        Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
        return file;
    }

    private static int next(int token) {
        return token % 16 == 15 ? SEPARATOR : token + 1;
    }
}
