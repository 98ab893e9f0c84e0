package dev.millrace.runtime.kafka;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Tells failures that a later try may mend, such as a registry that is down, from records that are wrong. */
public final class Outage {
    private static final int SERVER_ERROR = 500;

    private Outage() {}

    /** Whether broker, registry or network are at fault. */
    public static boolean isBehind(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean network = cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof RetriableException;
            boolean server = cause instanceof RestClientException answer && answer.getStatus() >= SERVER_ERROR;
            if (network || server) {
                return true;
            }
        }
        return false;
    }
}
