package dev.millrace.lm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackerTest {
    @Property(tries = 200)
    void shouldKeepEveryDocumentWholeAndInOrderWhenPacking(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 50) Integer> sizes) {
        // Given
        List<Document> documents = new ArrayList<>();
        for (int size : sizes) {
            documents.add(document(size, documents.size()));
        }

        // When
        List<TokenBatch> batches = new Packer(50).pack(documents);

        // Then
        assertThat(batches).allSatisfy(batch -> assertThat(batch.size()).isLessThanOrEqualTo(50));
        assertThat(unpack(batches)).usingRecursiveComparison().isEqualTo(documents);
    }

    @Test
    void shouldRefuseWhenADocumentExceedsTheBatch() {
        // Given
        List<Document> documents = List.of(document(51, 0));

        // When
        Packer packer = new Packer(50);

        // Then
        assertThatThrownBy(() -> packer.pack(documents))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("51");
    }

    private static Document document(int size, int mark) {
        int[] ids = new int[size];
        int[] targets = new int[size];
        for (int i = 0; i < size; i++) {
            ids[i] = 1000 * mark + i;
            targets[i] = i % 2 == 0 ? TokenBatch.IGNORED : i;
        }
        return new Document(ids, targets);
    }

    private static List<Document> unpack(List<TokenBatch> batches) {
        List<Document> documents = new ArrayList<>();
        for (TokenBatch batch : batches) {
            for (int d = 0; d < batch.documents(); d++) {
                int from = batch.starts()[d];
                int to = from + batch.length(d);
                documents.add(new Document(
                        Arrays.copyOfRange(batch.ids(), from, to), Arrays.copyOfRange(batch.targets(), from, to)));
            }
        }
        return documents;
    }
}
