package dev.millrace.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {

    @Test
    void shouldRefuseWhenTheBytesWouldPassTheLimitAndTakeAgainWhenSomeAreGivenBack() {
        // Given
        InFlight inFlight = new InFlight(10, 100);

        // When
        boolean first = inFlight.tryTake(60);
        boolean second = inFlight.tryTake(41);
        boolean fitting = inFlight.tryTake(40);
        inFlight.giveBack(60);
        boolean later = inFlight.tryTake(41);

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(fitting).isTrue();
        assertThat(later).isTrue();
        assertThat(inFlight.bytes()).isEqualTo(81);
    }

    @Test
    void shouldRefuseWhenTooManyRequestsWait() {
        // Given
        InFlight inFlight = new InFlight(1, 100);
        inFlight.tryTake(1);

        // When
        boolean second = inFlight.tryTake(1);

        // Then
        assertThat(second).isFalse();
    }
}
