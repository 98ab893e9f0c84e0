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
    },
    /**
     * One partition. For job queues: a share group gives each of its members partitions of its own while there are enough
     * of them, so with more than one a free worker would not take the jobs that lie in a busy worker's partition.
     */
    SINGLE {
        @Override
        String hashed(String key) {
            return "";
        }

        @Override
        int count(int configured) {
            return 1;
        }
    };

    /** How many partitions a topic gets. */
    int count(int configured) {
        return configured;
    }

    abstract String hashed(String key);

    /** The partition of a key among so many. */
    public int partition(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(hashed(key).getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
