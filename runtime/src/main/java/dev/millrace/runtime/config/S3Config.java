package dev.millrace.runtime.config;

import java.util.regex.Pattern;

@Doc(
        "A bucket of S3 or of a store that speaks its protocol, for platforms on several machines. Credentials come from where AWS's own tools look for them: the variables `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, a profile, or the role of the machine.")
public record S3Config(
        @Doc("Name of the bucket, which must be there; empty keeps artifacts in the folder alone.")
        String bucket,

        @Doc("What the keys of all objects begin with, such as `millrace/`; empty for nothing.")
        String prefix,

        @Doc("Region of the bucket.") String region,

        @Doc("Address of a store that is not Amazon's, such as `http://minio:9000`; empty for Amazon's.")
        String endpoint,

        @Doc("Whether the bucket is in the path of a request and not in the host name, as most other stores want it.")
        boolean pathStyle) {

    private static final Pattern BUCKET = Pattern.compile("|[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("|([A-Za-z0-9_-][A-Za-z0-9._-]*/)+");
    private static final Pattern ENDPOINT = Pattern.compile("|https?://[^\\s/]+/?");

    public static final S3Config DEFAULTS = new S3Config("", "", "us-east-1", "", false);

    public S3Config {
        Check.matches(
                "bucket", bucket, BUCKET, "a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens");
        Check.matches("prefix", prefix, PREFIX, "parts of letters, digits, dots, '_' and '-', each ended by a slash");
        Check.notBlank("region", region);
        Check.matches("endpoint", endpoint, ENDPOINT, "http:// or https:// with a host");
    }

    /** Whether a bucket is used. */
    public boolean isUsed() {
        return !bucket.isEmpty();
    }
}
