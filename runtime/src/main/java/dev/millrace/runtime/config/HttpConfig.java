package dev.millrace.runtime.config;

import java.nio.file.Path;

@Doc("The HTTP entrance for ticket and chat events.")
public record HttpConfig(
        @Doc("Address to listen on; `0.0.0.0` for every interface.")
        String host,

        @Doc("Port to listen on; 0 takes a free one.") int port,

        @Doc("File with the bearer token that callers must send. Made at the first start, readable by its owner only.")
        Path tokenFile,

        @Doc("Larger requests get 413.") ByteSize maxBodyBytes,
        @Doc("Most events in one batch; more get 413.") int maxBatchEvents,

        @Doc("Bytes accepted and not yet acknowledged by the broker; beyond it callers get 429.")
        ByteSize maxInFlightBytes) {

    public static final HttpConfig DEFAULTS = new HttpConfig(
            "127.0.0.1", 8080, Path.of("data", "token"), ByteSize.parse("8MB"), 1000, ByteSize.parse("32MB"));

    public HttpConfig {
        Check.notBlank("host", host);
        Check.range("port", port, 0, 65_535);
        Check.atLeast("maxBodyBytes", maxBodyBytes.bytes(), 1);
        Check.atLeast("maxBatchEvents", maxBatchEvents, 1);
        Check.atLeast("maxInFlightBytes", maxInFlightBytes.bytes(), maxBodyBytes.bytes());
    }
}
