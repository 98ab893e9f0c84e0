package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    @Test
    void shouldJoinItsPartsWhenAllAreValid() {
        assertThat(Keys.conversation("billing", "zendesk-eu", "4711")).isEqualTo("billing/zendesk-eu/4711");
        assertThat(Keys.inDomain("billing", "abc")).isEqualTo("billing/abc");
        assertThat(Keys.domain("billing")).isEqualTo("billing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Billing", "a/b", "ä", "a b", "0123456789012345678901234567890123456789x"})
    void shouldRefuseADomainWhenItIsNoName(String domain) {
        assertThatThrownBy(() -> Keys.domain(domain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("domain is '")
                .hasMessageContaining("expected 1 to 40 of a-z, 0-9 and -");
    }

    @Property
    void shouldKeepTheDomainReadableWhenTheVendorIdIsAnything(@ForAll @NotEmpty String vendorId) {
        String key = Keys.conversation("billing", "web", vendorId);

        assertThat(Keys.domainOf(key)).isEqualTo("billing");
        assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo("billing/web/".length() + 200);
    }

    @Test
    void shouldHashTheVendorIdWhenItIsLongerThan200Bytes() {
        assertThat(Keys.boundedId("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(Keys.boundedId("x".repeat(201))).matches("[0-9a-f]{64}");
    }

    @Property
    void shouldKeepADomainOnOnePartitionWhenPartitionedByDomain(
            @ForAll @NotEmpty String first,
            @ForAll @NotEmpty String second,
            @ForAll @IntRange(min = 1, max = 64) int partitions) {
        int partition = Partitioning.BY_DOMAIN.partition("billing/" + first, partitions);

        assertThat(Partitioning.BY_DOMAIN.partition("billing/" + second, partitions))
                .isEqualTo(partition);
        assertThat(partition).isBetween(0, partitions - 1);
    }
}
