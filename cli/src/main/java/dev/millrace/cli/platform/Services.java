package dev.millrace.cli.platform;

import dev.millrace.curation.erasure.ErasureService;
import dev.millrace.curation.snapshot.SnapshotterService;
import dev.millrace.curation.topology.CurationService;
import dev.millrace.evaluator.EvaluatorService;
import dev.millrace.ingest.http.IngestService;
import dev.millrace.ingest.topic.TopicsService;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.trainer.planner.PlannerService;
import dev.millrace.trainer.worker.TrainerService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every service by name, in the order of the flow. */
public final class Services {

    private static final Map<String, Function<ServiceContext, Service>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("ingest", IngestService::create);
        BY_NAME.put("topics", TopicsService::create);
        BY_NAME.put("curation", CurationService::create);
        BY_NAME.put("snapshotter", SnapshotterService::create);
        BY_NAME.put("eraser", ErasureService::create);
        BY_NAME.put("planner", PlannerService::create);
        BY_NAME.put("trainer", TrainerService::create);
        BY_NAME.put("evaluator", EvaluatorService::create);
    }

    /** Those that run native code, each in a process of its own: it can take a JVM down. */
    static final List<String> NATIVE = List.of("trainer", "evaluator");

    private Services() {}

    public static Map<String, Function<ServiceContext, Service>> byName() {
        return java.util.Collections.unmodifiableMap(BY_NAME);
    }

    /** Those that share the supervisor's process. */
    static List<Service> shared(ServiceContext context) {
        return BY_NAME.entrySet().stream()
                .filter(entry -> !NATIVE.contains(entry.getKey()))
                .map(entry -> entry.getValue().apply(context))
                .toList();
    }
}
