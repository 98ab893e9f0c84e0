package dev.millrace.bench;

import dev.millrace.ingest.http.IngestService;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.service.ServiceContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The ingest service under as many batches as it takes: callers that each send the next one when the last is acknowledged by the
 * broker (acks=all, in a transaction, as always). Bodies are made before and come again in turn; the broker, the service and the
 * callers share the cores.
 */
@Command(name = "ingest", description = "Events a second over HTTP in batches.")
final class IngestBench implements Callable<Integer> {
    private static final int BODIES = 256;
    private static final int ACCEPTED = 202;

    @Option(names = "--callers", defaultValue = "16", description = "At a time; default: ${DEFAULT-VALUE}.")
    private int callers;

    @Option(names = "--batch", defaultValue = "100", description = "Events in each; default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--bytes", defaultValue = "300", description = "Of an event in JSON; default: ${DEFAULT-VALUE}.")
    private int bytes;

    @Option(names = "--seconds", defaultValue = "60", description = "That count; default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds before them; default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Mixin
    private BenchServices.Settings settings = new BenchServices.Settings();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Integer call() throws Exception {
        try (BenchServices services = BenchServices.start(settings);
                IngestService ingest = IngestService.create(services.context())) {
            ingest.start();
            BenchServices.awaitReady(ingest);
            List<HttpRequest> requests = requests(services.context(), ingest.port());
            send(requests, warmUp);
            long begin = System.nanoTime();
            long processor = Rounds.PROCESS.getProcessCpuTime();
            List<Double> millis = send(requests, seconds);
            double took = Measurement.secondsSince(begin);
            double processorNanos = Rounds.PROCESS.getProcessCpuTime() - processor;
            int events = millis.size() * batch;
            new Measurement()
                    .with("events_per_s", events / took)
                    .with("batches", millis.size())
                    .with("processor_microseconds", processorNanos / 1e3 / events)
                    .with("cores_busy", processorNanos / 1e9 / took)
                    .with("p50_ms", Measurement.percentile(millis, 50))
                    .with("p99_ms", Measurement.percentile(millis, 99))
                    .with("body_bytes", (double)
                            requests.get(0).bodyPublisher().orElseThrow().contentLength())
                    .print();
            return 0;
        }
    }

    private List<HttpRequest> requests(ServiceContext context, int port) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/v1/chats/batch?domain=" + BenchServices.DOMAIN);
        String token = BearerToken.load(context.config().http().tokenFile()).authorization();
        return IntStream.range(0, BODIES)
                .mapToObj(body -> HttpRequest.newBuilder(uri)
                        .header("Authorization", token)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body(body)))
                        .build())
                .toList();
    }

    private byte[] body(int number) {
        return IntStream.range(number * batch, (number + 1) * batch)
                .mapToObj(this::message)
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String message(int number) {
        String begin = """
                {"eventId":"m%d","chatId":"c%d","subject":"customer-%d","occurredAt":"2026-03-01T10:00:00Z",\
                "event":{"type":"message","author":"customer","text":"%d. \
                """.formatted(number, number / 10, number / 10, number);
        String end = "\"}}";
        int room = bytes - begin.length() - end.length();
        return begin
                + "Where is the parcel that I was promised? "
                        .repeat(bytes / 40 + 1)
                        .substring(0, room)
                + end;
    }

    /** Milliseconds of each request. */
    private List<Double> send(List<HttpRequest> requests, int forSeconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(forSeconds);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Callable<List<Double>>> calls = IntStream.range(0, callers)
                    .<Callable<List<Double>>>mapToObj(caller -> () -> call(requests, caller, end))
                    .toList();
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> answered : threads.invokeAll(calls)) {
                all.addAll(answered.get());
            }
            return all;
        } finally {
            threads.shutdown();
        }
    }

    private List<Double> call(List<HttpRequest> requests, int first, long end)
            throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int next = first; System.nanoTime() < end; next += callers) {
            long begin = System.nanoTime();
            HttpResponse<String> response =
                    client.send(requests.get(next % requests.size()), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != ACCEPTED) {
                throw new IllegalStateException("ingest answered " + response.statusCode() + ": " + response.body());
            }
            millis.add(1e3 * Measurement.secondsSince(begin));
        }
        return millis;
    }
}
