package dev.millrace.runtime.service;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services that run in this process, with one health server for them all. Closing stops them in reverse order. */
public final class ServiceGroup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceGroup.class);

    private final List<Service> services;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int healthPort;

    private ServiceGroup(List<? extends Service> services) {
        this.services = List.copyOf(services);
    }

    /** Starts the health server, then each service; when one cannot start, those before it are closed again. */
    public static ServiceGroup start(ServiceContext context, List<? extends Service> services) throws Exception {
        ServiceGroup group = new ServiceGroup(services);
        try {
            group.open(context);
            return group;
        } catch (Exception e) {
            group.close();
            throw e;
        }
    }

    private void open(ServiceContext context) throws Exception {
        bindProcessMetrics(context.metrics());
        HealthServer health = HealthServer.start(context.config().health(), context.metrics(), services);
        opened.add(health);
        healthPort = health.port();
        for (Service service : services) {
            opened.add(service);
            service.start();
            LOG.info("{} has started", service.name());
        }
        LOG.info("health and metrics at http://{}:{}", context.config().health().host(), healthPort);
    }

    private void bindProcessMetrics(PrometheusMeterRegistry metrics) {
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(metrics);
        opened.add(gc);
    }

    /** Where {@code /health/ready} and the others are. */
    public int healthPort() {
        return healthPort;
    }

    /** Whether all services take work. */
    public boolean ready() {
        return services.stream().allMatch(Service::ready);
    }

    /** The first failure of a service. */
    public Optional<Throwable> failure() {
        return services.stream().flatMap(service -> service.failure().stream()).findFirst();
    }

    @Override
    public void close() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            try {
                opened.get(i).close();
            } catch (Exception e) {
                LOG.warn("cannot close {}", opened.get(i), e);
            }
        }
        opened.clear();
    }
}
