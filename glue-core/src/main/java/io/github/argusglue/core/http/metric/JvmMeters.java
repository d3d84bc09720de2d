package io.github.argusglue.core.http.metric;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** Metrics of the process: memory, threads, garbage collection, CPU time, file descriptors. */
final class JvmMeters {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private JvmMeters() {}

    static void bindTo(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionCounter.builder("jvm.gc.time", collector, bean -> bean.getCollectionTime() / MILLIS)
                    .description("Time spent collecting garbage")
                    .baseUnit("seconds")
                    .tag("gc", collector.getName())
                    .register(registry);
        }
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof com.sun.management.OperatingSystemMXBean process) {
            // Micrometer's own metric counts nanoseconds, against the conventions of Prometheus.
            FunctionCounter.builder("process.cpu", process, bean -> Math.max(0, bean.getProcessCpuTime()) / NANOS)
                    .description("Processor time that the process has used")
                    .baseUnit("seconds")
                    .register(registry);
        }
    }
}
