package dev.millrace.cli.look;

import dev.millrace.curation.snapshot.SnapshotterService;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.schemas.Keys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks the running snapshotter for a snapshot now. */
public final class SnapshotDemand {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private SnapshotDemand() {}

    /** The snapshotter's answer, JSON. */
    public static String of(MillraceConfig config, String domain) {
        if (!Keys.isName(domain)) {
            throw new UserError(ExitCode.USAGE, "domain is '" + domain + "'; expected " + Keys.NAME_RULE);
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address(config) + "/v1/snapshots?domain=" + domain))
                    .header(
                            "Authorization",
                            BearerToken.load(config.http().tokenFile()).authorization())
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new UserError(
                        answer.statusCode() == NOT_FOUND ? ExitCode.NOT_FOUND : ExitCode.FAILED,
                        "the snapshotter answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UserError(ExitCode.UNREACHABLE, "the snapshotter does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(ExitCode.INTERRUPTED, "interrupted", e);
        }
    }

    /** On one machine the snapshotter says where it listens; elsewhere the configuration does. */
    private static String address(MillraceConfig config) throws IOException {
        Path file = SnapshotterService.addressFile(config.state().directory());
        return Files.exists(file)
                ? Files.readString(file).strip()
                : "http://" + config.snapshots().http().host() + ":"
                        + config.snapshots().http().port();
    }
}
