package dev.millrace.curation.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.topology.StoreDomains;
import dev.millrace.schemas.event.ErasureRequest;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracesTest {
    private static final String PERSON = "s_0123456789abcdef0123456789abcdef";
    private static final String OTHER = "s_ffffffffffffffffffffffffffffffff";

    @Test
    void shouldCountWhatIsInTheDomainsOfTheRequestOnly() {
        // Given
        Traces traces = new Traces(Set.of(PERSON));

        // When
        Set<String> named = traces.look("billing", "one", ("a " + PERSON + " and " + OTHER).getBytes(UTF_8));
        traces.look("billing", "one", PERSON.getBytes(UTF_8));
        traces.look("returns", "two", PERSON.getBytes(UTF_8));
        traces.look("returns", "three", OTHER.getBytes(UTF_8));

        // Then
        assertThat(named).containsExactly(PERSON);
        assertThat(traces.of(request("billing", PERSON))).isEqualTo(new Finding(true, 1));
        assertThat(traces.of(request("*", PERSON))).isEqualTo(new Finding(true, 2));
        assertThat(traces.of(request("sales", PERSON))).isEqualTo(Finding.NOTHING);
        assertThat(traces.of(request("*", OTHER))).isEqualTo(Finding.NOTHING);
    }

    @Test
    void shouldCountForEveryRequestWhatNobodyCanTellTheDomainOf() {
        Traces traces = new Traces(Set.of(PERSON));

        traces.look(Traces.ANY_DOMAIN, "a log", PERSON.getBytes(UTF_8));

        assertThat(traces.of(request("billing", PERSON)).left()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "millrace-curation-events-changelog, 0012billing/desk/t1e1, billing",
        "millrace-curation-headers-changelog, billing/desk/t1, billing",
        "millrace-curation-people-changelog, s_0123456789abcdef0123456789abcdef/billing/desk/t1, billing",
        "curation.examples.v1, billing/0f, billing",
        "millrace-curation-events-changelog, x, ''"
    })
    void shouldTellTheDomainOfARecordByItsKey(String topic, String key, String domain) {
        assertThat(StoreDomains.inChangelog(topic, key)).isEqualTo(domain);
    }

    private static ErasureRequest request(String domain, String subject) {
        return new ErasureRequest(domain, subject, "r", Instant.EPOCH, Instant.EPOCH);
    }
}
