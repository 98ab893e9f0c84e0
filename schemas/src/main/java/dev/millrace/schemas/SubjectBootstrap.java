package dev.millrace.schemas;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;

/**
 * Registers the catalogue's schemas under BACKWARD_TRANSITIVE compatibility: readers are upgraded first.
 *
 * <p>Registering a schema that is there already changes nothing; an incompatible one is refused with the registry's
 * reason.
 */
public final class SubjectBootstrap {
    static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";
    private static final int CONFLICT = 409;
    private static final int ATTEMPTS = 5;

    private final SchemaRegistryClient registry;

    public SubjectBootstrap(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    /**
     * Makes every subject of the catalogue ready.
     *
     * @throws IllegalStateException naming the subject and the registry's reason
     */
    public void run() {
        Topics.all().forEach(topic -> register(topic.subject(), new AvroSchema(topic.schema())));
    }

    /** Registers one schema under the catalogue's compatibility rule and gives its id. */
    int register(String subject, AvroSchema schema) {
        return register(subject, schema, ATTEMPTS);
    }

    /** Services that start together do this at the same time, and the registry tells all but one of a conflict. */
    private int register(String subject, AvroSchema schema, int attempts) {
        try {
            registry.updateCompatibility(subject, COMPATIBILITY);
            return registry.register(subject, schema);
        } catch (RestClientException e) {
            if (e.getStatus() == CONFLICT && attempts > 1) {
                return register(subject, schema, attempts - 1);
            }
            throw new IllegalStateException(refusal(subject, e), e);
        } catch (IOException e) {
            throw new IllegalStateException("The schema registry does not answer: " + e.getMessage(), e);
        }
    }

    private static String refusal(String subject, RestClientException e) {
        return e.getStatus() == CONFLICT
                ? "The schema of " + subject + " is incompatible with a registered version: " + e.getMessage()
                        + ". Add fields with defaults, or make a new topic version."
                : "The schema registry refused " + subject + " with status " + e.getStatus() + ": " + e.getMessage();
    }
}
