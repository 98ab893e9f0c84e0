package dev.millrace.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceGroupTest {

    @TempDir
    Path directory;

    private final List<String> events = new ArrayList<>();

    @Test
    void shouldTellHealthAndMetricsWhenServicesRun() throws Exception {
        // Given
        FakeService first = new FakeService("first");
        FakeService second = new FakeService("second");
        try (ServiceGroup group = ServiceGroup.start(context(Map.of()), List.of(first, second))) {
            first.isReady = true;

            // When
            HttpResponse<String> live = get(group, "/health/live");
            HttpResponse<String> ready = get(group, "/health/ready");
            second.isReady = true;
            HttpResponse<String> laterReady = get(group, "/health/ready");
            HttpResponse<String> metrics = get(group, "/metrics");
            second.failure = new IllegalStateException("broken");
            HttpResponse<String> dead = get(group, "/health/live");

            // Then
            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("{\"first\":true,\"second\":false}");
            assertThat(laterReady.statusCode()).isEqualTo(200);
            assertThat(metrics.body()).contains("# TYPE jvm_memory_used_bytes gauge");
            assertThat(dead.statusCode()).isEqualTo(503);
            assertThat(group.failure()).containsSame(second.failure);
        }
        assertThat(events).containsExactly("first start", "second start", "second close", "first close");
    }

    @Test
    void shouldCloseWhatHasStartedWhenTheNextCannotStart() {
        // Given
        FakeService broken = new FakeService("broken");
        broken.startFailure = new IOException("no");

        // When
        assertThatThrownBy(() -> ServiceGroup.start(context(Map.of()), List.of(new FakeService("first"), broken)))
                .isSameAs(broken.startFailure);

        // Then
        assertThat(events).containsExactly("first start", "broken start", "broken close", "first close");
    }

    @Test
    void shouldNamePortWhenItIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServiceContext context = context(Map.of("health.port", Integer.toString(taken.getLocalPort())));

            assertThatThrownBy(() -> ServiceGroup.start(context, List.of()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("health.port is " + taken.getLocalPort() + ", which is taken");
        }
    }

    private ServiceContext context(Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(overrides);
        all.put("artifacts.directory", directory.resolve("artifacts").toString());
        return ServiceContext.of(MillraceConfig.load(Optional.empty(), Map.of(), all));
    }

    private static HttpResponse<String> get(ServiceGroup group, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + group.healthPort() + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private final class FakeService implements Service {

        private final String name;
        private volatile boolean isReady;
        private volatile RuntimeException failure;
        private Exception startFailure;

        private FakeService(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() throws Exception {
            events.add(name + " start");
            if (startFailure != null) {
                throw startFailure;
            }
        }

        @Override
        public boolean ready() {
            return isReady;
        }

        @Override
        public Optional<Throwable> failure() {
            return Optional.ofNullable(failure);
        }

        @Override
        public void close() {
            events.add(name + " close");
        }
    }
}
