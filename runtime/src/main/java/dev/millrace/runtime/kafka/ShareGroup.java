package dev.millrace.runtime.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** The settings that a share group has on the broker (KIP-932): a job queue over committed records, from the first on. */
public final class ShareGroup {

    private ShareGroup() {}

    /**
     * Sets them; doing so again changes nothing.
     *
     * @param lock a record not renewed for this long goes to another worker
     * @param deliveries after so many a record is dropped by the broker without a word
     */
    public static void configure(Admin admin, String group, Duration lock, int deliveries) throws InterruptedException {
        Collection<AlterConfigOp> settings = List.of(
                set("share.auto.offset.reset", "earliest"),
                set("share.isolation.level", "read_committed"),
                set("share.record.lock.duration.ms", Long.toString(lock.toMillis())),
                set("share.delivery.count.limit", Integer.toString(deliveries)),
                set("share.renew.acknowledge.enable", "true"));
        try {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), settings))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the broker refuses the settings of share group %s (%s); a lock of %s may need its group.share.min.record.lock.duration.ms lowered"
                            .formatted(group, e.getCause().getMessage(), lock),
                    e);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
