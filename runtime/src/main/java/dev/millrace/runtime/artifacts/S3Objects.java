package dev.millrace.runtime.artifacts;

import dev.millrace.runtime.config.S3Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a bucket below a prefix, by keys without it. Failures are IOExceptions that name bucket and key. Thread-safe.
 * The client lives as long as the process.
 */
final class S3Objects {

    /** What one request may store; S3's own limit. */
    private static final long LARGEST = 5L << 30;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    private S3Objects(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    static S3Objects of(S3Config config) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .region(Region.of(config.region()))
                .forcePathStyle(config.pathStyle())
                // Other stores know none of the checksums that Amazon's client adds by itself.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (!config.endpoint().isEmpty()) {
            builder.endpointOverride(URI.create(config.endpoint()));
        }
        return new S3Objects(builder.build(), config.bucket(), config.prefix());
    }

    void put(String key, Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("%s has %d bytes; expected at most %d, what S3 takes in one request"
                    .formatted(file, Files.size(file), LARGEST));
        }
        run(
                "store",
                key,
                () -> client.putObject(
                        request -> request.bucket(bucket).key(prefix + key), RequestBody.fromFile(file)));
    }

    void put(String key, String text) throws IOException {
        run(
                "store",
                key,
                () -> client.putObject(
                        request -> request.bucket(bucket).key(prefix + key), RequestBody.fromString(text)));
    }

    /** Copies an object into a file that is not there yet. */
    void get(String key, Path file) throws IOException {
        run(
                "read",
                key,
                () -> client.getObject(
                        request -> request.bucket(bucket).key(prefix + key), ResponseTransformer.toFile(file)));
    }

    /** A small object of text; empty where there is none. */
    Optional<String> text(String key) throws IOException {
        return run("read", key, () -> {
            try {
                return Optional.of(client.getObjectAsBytes(
                                request -> request.bucket(bucket).key(prefix + key))
                        .asUtf8String());
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** Does nothing where there is none. */
    void delete(String key) throws IOException {
        run(
                "delete",
                key,
                () -> client.deleteObject(request -> request.bucket(bucket).key(prefix + key)));
    }

    /** All keys that begin so, in order. */
    List<String> keys(String beginning) throws IOException {
        return run("list", beginning, () -> {
            List<String> keys = new ArrayList<>();
            client
                    .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + beginning))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .forEach(key -> keys.add(key.substring(prefix.length())));
            return keys;
        });
    }

    private interface Call<T> {
        T run();
    }

    private <T> T run(String what, String key, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (SdkException e) {
            throw new IOException(
                    "cannot %s s3://%s/%s%s (%s); check artifacts.s3 and the credentials"
                            .formatted(what, bucket, prefix, key, e.getMessage()),
                    e);
        }
    }
}
