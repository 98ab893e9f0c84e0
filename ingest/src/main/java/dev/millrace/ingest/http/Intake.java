package dev.millrace.ingest.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the bodies of requests, no further than a limit each, and no more of them at a time than there is room for. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final InFlight inFlight;

    Intake(InFlight inFlight) {
        this.inFlight = inFlight;
    }

    /** What is done with a body while it counts as being in flight. */
    interface Handling {
        void handle(byte[] body) throws Refused, InterruptedException;
    }

    void take(Context http, int limit, Handling handling) throws Refused, InterruptedException {
        long size = size(http, limit);
        if (!inFlight.tryTake(size)) {
            throw new Refused(429, "too much is waiting for the broker; send the same request again in a second");
        }
        try {
            handling.handle(body(http, limit));
        } finally {
            inFlight.giveBack(size);
        }
    }

    /** How much the body may take: what its header says, or the limit where it does not say. */
    private static long size(Context http, int limit) throws Refused {
        long told = http.req().getContentLengthLong();
        if (told > limit) {
            throw tooLarge(limit);
        }
        return told < 0 ? limit : told;
    }

    /** The body, read no further than the limit, whatever its Content-Length says. */
    private static byte[] body(Context http, int limit) throws Refused {
        try {
            byte[] body = http.req().getInputStream().readNBytes(limit + 1);
            if (body.length > limit) {
                throw tooLarge(limit);
            }
            return body;
        } catch (IOException e) {
            throw new Refused(400, "the body ended too early");
        }
    }

    private static Refused tooLarge(int limit) {
        return new Refused(413, "the body is larger than " + limit + " bytes; send smaller ones");
    }

    /** A client that is still sending when the connection closes does not see the answer: takes what is left, bounded. */
    static void readOff(Context http, long most) {
        try (InputStream rest = http.req().getInputStream()) {
            rest.skipNBytes(most);
        } catch (IOException ended) {
            LOG.trace("a refused body has ended", ended);
        }
    }
}
