package dev.millrace.curation.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class PseudonymsTest {

    @Property(tries = 200)
    void shouldFindAPseudonymWhereverItStands(
            @ForAll byte[] before,
            @ForAll byte[] after,
            @ForAll @StringLength(32) @CharRange(from = '0', to = '9') @CharRange(from = 'a', to = 'f') String digits,
            @ForAll boolean known) {
        // Given
        String pseudonym = (known ? "s_" : "c_") + digits;
        byte[] middle = pseudonym.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[before.length + middle.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(middle, 0, all, before.length, middle.length);
        System.arraycopy(after, 0, all, before.length + middle.length, after.length);

        // When
        List<String> found = new ArrayList<>();
        Pseudonyms.in(all, found::add);

        // Then
        assertThat(found).contains(pseudonym);
    }

    @Property(tries = 200)
    void shouldFindNothingInWhatIsNone(@ForAll @StringLength(max = 200) @CharRange(from = 'g', to = 'z') String text) {
        List<String> found = new ArrayList<>();

        Pseudonyms.in(("s_" + text).getBytes(StandardCharsets.UTF_8), found::add);

        assertThat(found).isEmpty();
    }
}
