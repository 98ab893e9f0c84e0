package dev.millrace.cli.demo;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.simulator.Pace;
import dev.millrace.simulator.SimulatedEvent;
import dev.millrace.simulator.Simulation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Sends a simulation's events to the HTTP interface of ingest, in order and at a rate. */
final class EventStream {
    private static final int BATCH = 100;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int ACCEPTED = 202;
    private static final int ATTEMPTS = 20;
    private static final long RETRY_MILLIS = 250;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final String authorization;
    private final double eventsPerSecond;

    EventStream(String address, String authorization, double eventsPerSecond) {
        this.address = address;
        this.authorization = authorization;
        this.eventsPerSecond = eventsPerSecond;
    }

    /** Returns once every event is acknowledged; {@code sent} hears how many are so far. */
    void send(Simulation simulation, LongConsumer sent) throws IOException, InterruptedException {
        Pace pace = new Pace(eventsPerSecond);
        List<SimulatedEvent> events = simulation.events().toList();
        for (int from = 0; from < events.size(); from += BATCH) {
            List<SimulatedEvent> batch = events.subList(from, Math.min(from + BATCH, events.size()));
            pace.await(batch.size());
            send(simulation.domain(), batch);
            sent.accept(from + batch.size());
        }
    }

    /** Tickets and chats go to interfaces of their own; either keeps its order. */
    private void send(String domain, List<SimulatedEvent> batch) throws IOException, InterruptedException {
        Map<SimulatedEvent.Kind, List<SimulatedEvent>> byKind = new EnumMap<>(SimulatedEvent.Kind.class);
        batch.forEach(event ->
                byKind.computeIfAbsent(event.kind(), kind -> new ArrayList<>()).add(event));
        for (Map.Entry<SimulatedEvent.Kind, List<SimulatedEvent>> entry : byKind.entrySet()) {
            String kind = entry.getKey() == SimulatedEvent.Kind.TICKET ? "tickets" : "chats";
            post("/v1/" + kind + "/batch?domain=" + domain, json(entry.getValue()));
        }
    }

    private static String json(List<SimulatedEvent> events) {
        return events.stream().map(SimulatedEvent::json).collect(Collectors.joining(",", "[", "]"));
    }

    private void post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        for (int attempt = 1; mayRetry(response) && attempt < ATTEMPTS; attempt++) {
            Thread.sleep(RETRY_MILLIS);
            response = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        if (response.statusCode() != ACCEPTED) {
            throw new UserError(
                    ExitCode.FAILED,
                    "ingest answered %d to %s: %s".formatted(response.statusCode(), path, response.body()));
        }
    }

    /** The same batch may be sent again after back-pressure and broker failures. */
    private static boolean mayRetry(HttpResponse<String> response) {
        return response.statusCode() == TOO_MANY_REQUESTS || response.statusCode() >= 500;
    }
}
