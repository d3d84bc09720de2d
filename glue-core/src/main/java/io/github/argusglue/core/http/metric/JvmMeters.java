package io.github.argusglue.core.http.metric;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** Metrics of the Java virtual machine: memory, threads, garbage collection. */
final class JvmMeters {
    private static final double MILLIS = 1e3;

    private JvmMeters() {}

    static void bindTo(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        ProcessMeters.bindTo(registry);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionCounter.builder("jvm.gc.time", collector, bean -> bean.getCollectionTime() / MILLIS)
                    .description("Time spent collecting garbage")
                    .baseUnit("seconds")
                    .tag("gc", collector.getName())
                    .register(registry);
        }
    }
}
