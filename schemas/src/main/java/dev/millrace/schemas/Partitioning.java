package dev.millrace.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which part of a record's key decides its partition, by Kafka's murmur2 hash. */
public enum Partitioning {
    /** The whole key: spreads conversations. */
    BY_KEY {
        @Override
        String hashed(String key) {
            return key;
        }
    },
    /** The domain alone: order within a domain is order within a partition. */
    BY_DOMAIN {
        @Override
        String hashed(String key) {
            return Keys.domainOf(key);
        }
    };

    abstract String hashed(String key);

    /** The partition of a key among so many. */
    public int partition(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(hashed(key).getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
