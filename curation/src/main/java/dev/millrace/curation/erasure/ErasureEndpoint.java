package dev.millrace.curation.erasure;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.EndpointConfig;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.service.Startup;
import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.ErasureRequest;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/erasures} with {@code {"subject": "...", "domain": "..."}} has a person forgotten, in every domain where none is
 * named; {@code GET /v1/erasures/ID} says how far that has come.
 *
 * <p>202 with the id of the request; 200 with its receipts; 400 for a body that is none; 401 without the token; 404 for an
 * id that has no receipt, or none yet; 413 for a body of more than 4 kB; 503 while there is no broker or no installation key.
 * What the body says of the person appears in no answer and no log.
 */
final class ErasureEndpoint implements AutoCloseable {
    private static final int THREADS = 8;
    private static final long LARGEST_BODY = 4_096;
    private static final ObjectReader BODY = new ObjectMapper()
            .reader()
            .forType(Body.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final BearerToken token;
    private final Eraser eraser;
    private final Function<String, List<ErasureReceipt>> receipts;
    private final Javalin server;

    /** What is asked for. */
    record Body(@Nullable String subject, @Nullable String domain) {}

    /** Has somebody forgotten. */
    @FunctionalInterface
    interface Eraser {
        List<ErasureRequest> erase(String subject, @Nullable String domain);
    }

    private ErasureEndpoint(
            EndpointConfig endpoint,
            BearerToken token,
            Eraser eraser,
            Function<String, List<ErasureReceipt>> receipts) {
        this.token = token;
        this.eraser = eraser;
        this.receipts = receipts;
        Javalin created = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.threadPool = new QueuedThreadPool(THREADS, 1);
            config.http.maxRequestSize = LARGEST_BODY;
            config.routes.post("/v1/erasures", this::erase);
            config.routes.get("/v1/erasures/{id}", this::tell);
        });
        this.server = created.start(endpoint.host(), endpoint.port());
    }

    /** Listens when this returns. */
    static ErasureEndpoint start(
            EndpointConfig endpoint,
            BearerToken token,
            Eraser eraser,
            Function<String, List<ErasureReceipt>> receipts) {
        Startup.requireFreePort("privacy.http.port", endpoint.host(), endpoint.port());
        return new ErasureEndpoint(endpoint, token, eraser, receipts);
    }

    int port() {
        return server.port();
    }

    private void erase(Context http) {
        if (!isAllowed(http)) {
            return;
        }
        try {
            Body body = BODY.readValue(http.bodyAsBytes());
            if (body == null || body.subject() == null) {
                refuse(
                        http,
                        400,
                        "subject is missing; expected {\"subject\": \"the vendor's id or an e-mail address\"}");
                return;
            }
            List<ErasureRequest> made = eraser.erase(Objects.requireNonNull(body.subject()), body.domain());
            http.status(202).json(answer(made));
        } catch (IOException e) {
            refuse(http, 400, "the body is no JSON object of subject and domain");
        } catch (UserError e) {
            int status = e.exitCode() == dev.millrace.runtime.ExitCode.USAGE ? 400 : 503;
            refuse(http, status, String.valueOf(e.getMessage()));
        } catch (KafkaException e) {
            refuse(http, 503, "the request could not be written; nobody is forgotten yet, ask again");
        }
    }

    private static Map<String, Object> answer(List<ErasureRequest> made) {
        ErasureRequest first = made.get(0);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("requestId", first.getRequestId());
        body.put("domain", first.getDomain());
        body.put("subjects", made.stream().map(ErasureRequest::getSubject).toList());
        body.put("deadline", first.getDeadline().toString());
        body.put("receipts", "/v1/erasures/" + first.getRequestId());
        return body;
    }

    private void tell(Context http) {
        if (!isAllowed(http)) {
            return;
        }
        List<ErasureReceipt> found = receipts.apply(http.pathParam("id"));
        if (found.isEmpty()) {
            refuse(http, 404, "no receipt of this request is written yet");
        } else {
            http.json(ReceiptJson.of(found));
        }
    }

    private boolean isAllowed(Context http) {
        boolean allowed = token.accepts(http.header("Authorization"));
        if (!allowed) {
            refuse(http, 401, "the bearer token is missing or wrong; send that of http.tokenFile");
        }
        return allowed;
    }

    private static void refuse(Context http, int status, String error) {
        http.status(status).json(Map.of("error", error));
    }

    @Override
    public void close() {
        server.stop();
    }
}
