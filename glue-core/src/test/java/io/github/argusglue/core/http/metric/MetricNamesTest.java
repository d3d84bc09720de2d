package io.github.argusglue.core.http.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The names of the metrics follow the conventions of Prometheus. {@code MonitoringIT} asks promtool. */
final class MetricNamesTest {
    private static final Pattern NAME = Pattern.compile("(argus_glue|process|jvm)(_[a-z0-9]+)+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z0-9_.]+)=\"");

    /** Prometheus wants seconds, bytes and ratios. */
    private static final Pattern OTHER_UNIT = Pattern.compile(
            ".*_(ms|millis|milliseconds|micros|nanos|nanoseconds|minutes|hours|days|kb|kib|mb|mib|kilobytes|megabytes|percent)(_.*)?");

    private final Map<String, FullScrape.Family> families = FullScrape.families();

    private List<String> samples(String name) {
        return Objects.requireNonNull(families.get(name), name).samples();
    }

    @Test
    void namesFollowTheConventions() {
        List<String> faults = new ArrayList<>();
        families.forEach((name, family) -> {
            check(faults, NAME.matcher(name).matches(), name, "is not argus_glue_…, process_… or jvm_… in snake case");
            check(
                    faults,
                    family.type().equals("counter") == name.endsWith("_total"),
                    name,
                    "is a " + family.type() + ": counters, and only they, end in _total");
            check(faults, !name.matches(".*_(count|sum|bucket|created|gauge|counter)"), name, "has a reserved suffix");
            check(faults, !OTHER_UNIT.matcher(name).matches(), name, "is not in a base unit");
            check(
                    faults,
                    !family.type().equals("histogram") || name.endsWith("_seconds"),
                    name,
                    "is a duration without its unit");
            check(
                    faults,
                    !name.contains("_timestamp") || name.endsWith("_timestamp_seconds"),
                    name,
                    "is a time without its unit");
            check(faults, !family.help().isBlank(), name, "has no description");
            family.samples().forEach(sample -> {
                Matcher label = LABEL.matcher(sample);
                while (label.find()) {
                    check(faults, label.group(1).matches("[a-z][a-z0-9_]*"), sample, "has a label in another case");
                }
            });
        });
        assertEquals(List.of(), faults);
    }

    private static void check(List<String> faults, boolean good, String name, String fault) {
        if (!good) {
            faults.add(name + " " + fault);
        }
    }

    @Test
    void metricsThatEveryProcessHasUseTheCommonNames() {
        Set<String> process = new TreeSet<>(families.keySet());
        process.removeIf(name -> !name.startsWith("process_"));
        assertEquals(
                Set.of(
                        "process_cpu_seconds_total",
                        "process_max_fds",
                        "process_open_fds",
                        "process_resident_memory_bytes",
                        "process_start_time_seconds",
                        "process_virtual_memory_bytes"),
                process);
        double resident = Double.parseDouble(
                samples("process_resident_memory_bytes").get(0).split(" ", 2)[1]);
        assertTrue(resident > 10e6 && resident < 1e12, () -> resident + " bytes");
    }

    @Test
    void theInfoMetricIsOne() {
        assertEquals(List.of("argus_glue_build_info{version=\"1.2.3\"} 1"), samples("argus_glue_build_info"));
    }

    @Test
    void everyMetricOfOursIsDocumented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));
        assertEquals(
                List.of(),
                families.keySet().stream()
                        .filter(name -> !name.startsWith("jvm_"))
                        .filter(name -> !page.contains("`" + name))
                        .toList());
    }
}
