package dev.millrace.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSecretsTest {
    @TempDir
    Path directory;

    @Test
    void shouldLeaveAWebhookOffWhenNoSecretIsConfigured() {
        assertThat(configured(Map.of(), Map.of())).isEmpty();
    }

    @Test
    void shouldTakeTheSecretFromFileOrVariableWhenOneIsNamed() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("secret"), VendorRequests.SECRET + "\n");

        // Then
        assertThat(configured(Map.of("secretFile", file.toString()), Map.of())).containsOnlyKeys("shop");
        assertThat(configured(Map.of("secretVariable", "IT"), Map.of("IT", VendorRequests.SECRET)))
                .containsOnlyKeys("shop");
    }

    @Test
    void shouldSayWhatToDoWithoutTheSecretWhenItCannotBeUsed() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("secret"), "hush");

        // Then
        assertThatThrownBy(() -> configured(Map.of("secretFile", file.toString()), Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("webhooks.shop.secretFile leads to a secret of 4 bytes; expected 16")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> configured(
                        Map.of("secretFile", directory.resolve("none").toString()), Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("webhooks.shop.secretFile is ")
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> configured(Map.of("secretVariable", "UNSET"), Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("webhooks.shop.secretVariable leads to a secret of 0 bytes");
    }

    private static Map<String, Webhook> configured(Map<String, String> more, Map<String, String> environment) {
        Map<String, String> settings =
                new HashMap<>(Map.of("webhooks.shop.vendor", "freshdesk", "webhooks.shop.domain", "retail"));
        more.forEach((key, value) -> settings.put("webhooks.shop." + key, value));
        MillraceConfig config = MillraceConfig.load(Optional.empty(), Map.of(), settings);
        return Webhook.configured(config, environment::get, Clock.systemUTC());
    }
}
