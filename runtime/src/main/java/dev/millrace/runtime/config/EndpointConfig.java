package dev.millrace.runtime.config;

@Doc("An HTTP server for operators.")
public record EndpointConfig(
        @Doc("Address to listen on; `0.0.0.0` for every interface.")
        String host,

        @Doc("Port to listen on; 0 takes a free one, which the log names.")
        int port) {

    public static final EndpointConfig DEFAULTS = new EndpointConfig("127.0.0.1", 0);

    public EndpointConfig {
        Check.notBlank("host", host);
        Check.range("port", port, 0, 65_535);
    }
}
