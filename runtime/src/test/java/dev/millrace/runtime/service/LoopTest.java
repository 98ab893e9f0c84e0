package dev.millrace.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {

    @Test
    void shouldRepeatStepUntilClosed() {
        // Given
        AtomicInteger rounds = new AtomicInteger();
        LinkedBlockingQueue<String> work = new LinkedBlockingQueue<>();
        Loop loop = new Loop("test", () -> rounds.addAndGet(work.take().length()), () -> work.add("!")).start();
        work.add("a");
        work.add("b");
        await().until(() -> rounds.get() == 2);

        // When
        loop.close();

        // Then
        assertThat(loop.alive()).isFalse();
        assertThat(loop.failure()).isEmpty();
        assertThat(rounds).hasValue(3);
    }

    @Test
    void shouldStopAndTellWhenStepFails() {
        // Given
        IllegalStateException cause = new IllegalStateException("broken");

        // When
        Loop loop = new Loop(
                        "test",
                        () -> {
                            throw cause;
                        },
                        () -> {})
                .start();

        // Then
        await().until(() -> !loop.alive());
        assertThat(loop.failure()).containsSame(cause);
    }
}
