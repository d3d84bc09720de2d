package io.github.argusglue.core.http.metric;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of the process that all Prometheus clients have, under their names: processor time, memory, file
 * descriptors, start. Micrometer has them under other names and in other units, and no memory.
 */
final class ProcessMeters {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double KIB = 1024;

    private ProcessMeters() {}

    static void bindTo(MeterRegistry registry) {
        bindTo(registry, Path.of("/proc/self/status"));
    }

    /** @param status the file in which Linux describes the process; where there is none, its metrics are absent */
    static void bindTo(MeterRegistry registry, Path status) {
        double startedAt = ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS;
        Gauge.builder("process.start.time", () -> startedAt)
                .description("When the process was started")
                .baseUnit("seconds")
                .register(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, bean -> Math.max(0, bean.getProcessCpuTime()) / NANOS)
                    .description("Processor time that the process has used")
                    .baseUnit("seconds")
                    .register(registry);
            gauge(registry, "process.open.fds", "File descriptors that are open", system, bean ->
                    (double) bean.getOpenFileDescriptorCount());
            gauge(registry, "process.max.fds", "File descriptors that may be open", system, bean ->
                    (double) bean.getMaxFileDescriptorCount());
        }
        if (Files.isReadable(status)) {
            gauge(
                    registry,
                    "process.resident.memory.bytes",
                    "Memory that the process occupies",
                    status,
                    file -> bytes(file, "VmRSS:"));
            gauge(
                    registry,
                    "process.virtual.memory.bytes",
                    "Address space of the process",
                    status,
                    file -> bytes(file, "VmSize:"));
        }
    }

    private static <T> void gauge(
            MeterRegistry registry, String name, String help, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value)
                .description(help)
                .strongReference(true)
                .register(registry);
    }

    /** Reads a line like {@code VmRSS: 143240 kB}. */
    private static double bytes(Path status, String field) {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(field)) {
                    return Long.parseLong(line.substring(field.length())
                                    .replace("kB", "")
                                    .strip())
                            * KIB;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
