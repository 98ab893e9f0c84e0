package dev.millrace.ingest.webhook;

import org.jspecify.annotations.Nullable;

/** A request as it came, before anything in it is believed. */
public final class SignedRequest {
    private final Headers headers;
    private final byte[] body;

    /** @param body the raw bytes, which are what is signed; not copied */
    public SignedRequest(Headers headers, byte[] body) {
        this.headers = headers;
        this.body = body;
    }

    /** The value of a header, null where there is none. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    public byte[] body() {
        return body;
    }

    /** Finds headers by name, in any case. */
    public interface Headers {
        @Nullable
        String get(String name);
    }
}
