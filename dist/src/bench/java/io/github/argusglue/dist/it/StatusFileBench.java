package io.github.argusglue.dist.it;

import static io.github.argusglue.dist.it.NagiosScene.number;
import static io.github.argusglue.dist.it.NagiosScene.say;

import com.sun.management.ThreadMXBean;
import io.github.argusglue.plugin.nagios.FilesBackend;
import io.github.argusglue.plugin.nagios.FilesConfig;
import io.github.argusglue.spi.testing.TestContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * How long it takes to read a new status.dat of 10,000 services without a problem and to say so, and how much memory is
 * allocated for it, in turns with a simple reader that makes a map of each block.
 *
 * <p>Arguments, each {@code name=value}: {@code services} (10000), {@code warmup} (50) and {@code samples} (200) of
 * each, {@code problems} (0) services that are CRITICAL.
 */
public final class StatusFileBench {
    private static final int SERVICES_A_HOST = 20;
    private static final double MOST_MILLIS = 30;
    private static final double MOST_ALLOCATED = 0.5;
    private static final double NANOS_A_MILLI = 1e6;

    /** The fields after the name that Nagios 4 writes for an object, about 1.2 kB. */
    private static final String FIELDS = """
            \tmodified_attributes=0
            \tcheck_command=check_service!20%!10%
            \tcheck_period=24x7
            \tnotification_period=24x7
            \timportance=0
            \tcheck_interval=5.000000
            \tretry_interval=1.000000
            \tevent_handler=
            \thas_been_checked=1
            \tshould_be_scheduled=1
            \tcheck_execution_time=0.012
            \tcheck_latency=0.000
            \tcheck_type=0
            \tcurrent_state=STATE
            \tlast_hard_state=STATE
            \tlast_event_id=0
            \tcurrent_event_id=0
            \tcurrent_problem_id=0
            \tlast_problem_id=0
            \tcurrent_attempt=1
            \tmax_attempts=3
            \tstate_type=1
            \tlast_state_change=THEN
            \tlast_hard_state_change=THEN
            \tlast_time_ok=THEN
            \tlast_time_up=THEN
            \tlast_time_warning=0
            \tlast_time_unknown=0
            \tlast_time_critical=0
            \tplugin_output=a line of output as plugins print it, 71 % free
            \tlong_plugin_output=
            \tperformance_data=free=71%;20;10;0;100 time=0.012s;;;0
            \tlast_check=NOW
            \tnext_check=NOW
            \tcheck_options=0
            \tnotified_on_unknown=0
            \tnotified_on_warning=0
            \tnotified_on_critical=0
            \tcurrent_notification_number=0
            \tcurrent_notification_id=0
            \tlast_notification=0
            \tnext_notification=0
            \tno_more_notifications=0
            \tnotifications_enabled=1
            \tactive_checks_enabled=1
            \tpassive_checks_enabled=1
            \tevent_handler_enabled=1
            \tproblem_has_been_acknowledged=0
            \tacknowledgement_type=0
            \tflap_detection_enabled=1
            \tprocess_performance_data=1
            \tobsess=1
            \tlast_update=NOW
            \tis_flapping=0
            \tpercent_state_change=0.00
            \tscheduled_downtime_depth=0
            \t_SITE=0;site-001
            \t}

            """;

    private final Path dir;
    private final int services;
    private final int problems;

    private StatusFileBench(Path dir, int services, int problems) {
        this.dir = dir;
        this.services = services;
        this.problems = problems;
    }

    /** Measures. */
    public static void main(String[] args) throws Exception {
        Map<String, String> arguments = NagiosScene.arguments(args);
        Path dir = Files.createTempDirectory("argus-glue-status-file");
        try {
            new StatusFileBench(dir, number(arguments, "services", 10_000), number(arguments, "problems", 0))
                    .measure(number(arguments, "warmup", 50), number(arguments, "samples", 200));
        } finally {
            for (String name : List.of("status.dat", "status.new", "objects.cache")) {
                Files.deleteIfExists(dir.resolve(name));
            }
            Files.delete(dir);
        }
    }

    private void measure(int warmup, int samples) throws Exception {
        Files.writeString(dir.resolve("objects.cache"), objects());
        Path status = save();
        FilesConfig config = new FilesConfig(
                Optional.empty(),
                Optional.of(status),
                Optional.of(dir.resolve("objects.cache")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Samples ours = new Samples();
        Samples simple = new Samples();
        try (TestContext context = new TestContext("bench", Clock.systemUTC());
                FilesBackend backend = new FilesBackend(config, context)) {
            backend.start(() -> {});
            for (int i = 0; i < warmup + samples; i++) {
                save();
                ours.add(i >= warmup, () -> backend.read(Set.of()).objects().size());
                simple.add(i >= warmup, () -> simpleProblems(status));
            }
        }
        long size = Files.size(status);
        say("status.dat: %,d bytes, %d services, %d problems", size, services, problems);
        say("argus-glue: %s", ours.line(size));
        say("simple reader: %s", simple.line(size));
        double median = NagiosScene.quantile(ours.millis, 0.5);
        say(
                "argus-glue takes %.2f of the simple reader's time and allocates %.3f of what it does",
                median / NagiosScene.quantile(simple.millis, 0.5),
                NagiosScene.quantile(ours.bytes, 0.5) / NagiosScene.quantile(simple.bytes, 0.5));
        say("median %.1f ms, bound %.0f ms: %s", median, MOST_MILLIS, median <= MOST_MILLIS ? "kept" : "MISSED");
        double share = NagiosScene.quantile(ours.bytes, 0.5) / size;
        say(
                "allocated %.2f of the file's size, bound %.2f: %s",
                share, MOST_ALLOCATED, share <= MOST_ALLOCATED ? "kept" : "MISSED");
    }

    /** What single reads have taken and allocated. */
    private final class Samples {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final List<Double> millis = new ArrayList<>();
        private final List<Double> bytes = new ArrayList<>();

        void add(boolean counts, Callable<Integer> read) throws Exception {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            int found = read.call();
            long nanos = System.nanoTime() - begin;
            if (found != problems) {
                throw new IllegalStateException(found + " problems were read, not " + problems);
            }
            if (counts) {
                millis.add(nanos / NANOS_A_MILLI);
                bytes.add((double) threads.getCurrentThreadAllocatedBytes() - allocated);
            }
        }

        String line(long size) {
            double allocated = NagiosScene.quantile(bytes, 0.5);
            return String.format(
                    Locale.ROOT,
                    "fastest %.1f ms, median %.1f ms, p99 %.1f ms; allocates %,.0f bytes, %.2f of the file's size",
                    NagiosScene.quantile(millis, 0),
                    NagiosScene.quantile(millis, 0.5),
                    NagiosScene.quantile(millis, 0.99),
                    allocated,
                    allocated / size);
        }
    }

    /** Reads all lines, makes a map of each block, and counts the problems. */
    private static int simpleProblems(Path status) throws IOException {
        List<Map<String, String>> blocks = new ArrayList<>();
        for (String line : Files.readAllLines(status)) {
            if (line.endsWith("{")) {
                blocks.add(new HashMap<>());
                blocks.get(blocks.size() - 1).put("type", line.substring(0, line.length() - 2));
            } else if (line.startsWith("\t") && line.indexOf('=') > 0) {
                String[] both = line.substring(1).split("=", 2);
                blocks.get(blocks.size() - 1).put(both[0], both[1]);
            }
        }
        return (int) blocks.stream()
                .filter(block -> !block.getOrDefault("current_state", "0").equals("0"))
                .count();
    }

    /** Replaces the file as the daemon does it. */
    private Path save() throws IOException {
        Path written = Files.writeString(dir.resolve("status.new"), status());
        return Files.move(written, dir.resolve("status.dat"), StandardCopyOption.ATOMIC_MOVE);
    }

    private String status() {
        long now = Instant.now().getEpochSecond();
        StringBuilder text = new StringBuilder("info {\n\tcreated=" + now + "\n\tversion=4.4.6\n\t}\n\n"
                + "programstatus {\n\tnagios_pid=1\n\tprogram_start=" + (now - 3_600) + "\n\t}\n\n");
        String good = fields(0, now);
        String bad = fields(2, now);
        for (int i = 0; i < services / SERVICES_A_HOST; i++) {
            text.append("hoststatus {\n\thost_name=host").append(i).append('\n').append(good);
        }
        for (int i = 0; i < services; i++) {
            text.append("servicestatus {\n\thost_name=host").append(i / SERVICES_A_HOST);
            text.append("\n\tservice_description=service ").append(i).append('\n');
            text.append(i < problems ? bad : good);
        }
        return text.toString();
    }

    private static String fields(int state, long now) {
        return FIELDS.replace("STATE", "" + state).replace("NOW", "" + now).replace("THEN", "" + (now - 300));
    }

    private String objects() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < services / SERVICES_A_HOST; i++) {
            text.append("define host {\n\thost_name\thost").append(i);
            text.append("\n\talias\tHost ").append(i).append("\n\taddress\t127.0.0.1\n\t}\n\n");
        }
        for (int i = 0; i < services; i++) {
            text.append("define service {\n\thost_name\thost").append(i / SERVICES_A_HOST);
            text.append("\n\tservice_description\tservice ").append(i).append("\n\tcontact_groups\tadmins\n\t}\n\n");
        }
        return text.toString();
    }
}
