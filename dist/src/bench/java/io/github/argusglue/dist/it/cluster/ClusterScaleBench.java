package io.github.argusglue.dist.it.cluster;

import io.github.argusglue.dist.it.Await;
import io.github.argusglue.dist.it.Folders;
import io.github.argusglue.dist.it.LabEtcd;
import io.github.argusglue.dist.it.MemoryOf;
import io.github.argusglue.dist.it.ProcessorTime;
import io.github.argusglue.standin.StandInArgus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Memory and processor time at rest of each process of a cluster, with a simulated Argus and a real etcd: the same
 * sources on four processes, on two and on one.
 *
 * <p>Arguments, each {@code name=value}: {@code sources} (200); {@code open} (1000) alerts of each source;
 * {@code settle} (120) seconds after all have synced; {@code seconds} (120) of each measurement.
 */
public final class ClusterScaleBench {
    private static final List<Integer> PROCESSES = List.of(4, 2, 1);
    private static final Duration SYNCED = Duration.ofMinutes(20);
    private static final Duration TTL = Duration.ofSeconds(15);
    /** How far the memory of half of the sources may be from the mean of that of a quarter and of all. */
    private static final double LINEAR = 0.15;

    private final Map<String, Integer> numbers;
    private final StandInArgus argus;
    private final LabEtcd etcd;
    private final Path folder = Folders.fresh("cluster-scale");
    private final Map<Integer, Share> shares = new TreeMap<>();

    /** The mean of the processes that share the sources. */
    private record Share(double sources, double resident, double processor) {}

    private ClusterScaleBench(Map<String, Integer> numbers, StandInArgus argus, LabEtcd etcd) {
        this.numbers = numbers;
        this.argus = argus;
        this.etcd = etcd;
    }

    /** Measures. */
    public static void main(String[] args) throws Exception {
        Map<String, Integer> numbers = Arrays.stream(args)
                .map(argument -> argument.split("=", 2))
                .filter(both -> both.length == 2)
                .collect(Collectors.toMap(both -> both[0], both -> Integer.valueOf(both[1])));
        boolean linear;
        try (StandInArgus argus = StandInArgus.start();
                LabEtcd etcd = LabEtcd.start(1)) {
            linear = new ClusterScaleBench(numbers, argus, etcd).run();
        }
        System.exit(linear ? 0 : 1);
    }

    private int number(String name, int otherwise) {
        return numbers.getOrDefault(name, otherwise);
    }

    private boolean run() throws IOException {
        List<String> sources = IntStream.rangeClosed(1, number("sources", 200))
                .mapToObj(number -> String.format(Locale.ROOT, "scale-%03d", number))
                .toList();
        ListedAlerts alerts = new ListedAlerts(folder, sources);
        StringBuilder tables = new StringBuilder();
        for (String source : sources) {
            alerts.open(source, number("open", 1_000));
            tables.append("""
                    [sources.%s]
                    type = "generic"
                    argus_token = "%s"
                    file = "%s"
                    """.formatted(source, argus.addSource(source), alerts.file(source)));
        }
        Path plugins = ClusterPlugins.copy(folder);
        for (int count : PROCESSES) {
            shares.put(count, measure(count, plugins, tables.toString(), sources));
        }
        return isLinear();
    }

    private Share measure(int count, Path plugins, String tables, List<String> sources) throws IOException {
        List<ClusterProcess> processes = new ArrayList<>();
        try {
            for (int i = 1; i <= count; i++) {
                Path own = folder.resolve("of-" + count + "-" + i);
                ClusterProcess process = new ClusterProcess(
                        "p" + i,
                        own,
                        new InetSocketAddress(argus.url().getHost(), argus.url().getPort()),
                        etcd.endpoints(),
                        Duration.ZERO);
                process.configure(
                        plugins,
                        new ClusterSettings(count, 1, sources.size(), number("open", 1_000), TTL, "continue"),
                        tables);
                processes.add(process);
                process.start();
            }
            Await.slowly(SYNCED, "all incidents are open", () -> isOpen(sources));
            Await.slowly(SYNCED, "all sources are in step", () -> inStep(processes) >= sources.size());
            pause(Duration.ofSeconds(number("settle", 120)));
            return atRest(processes, sources.size());
        } finally {
            for (ClusterProcess process : processes) {
                process.terminate();
                process.close();
            }
        }
    }

    /** Forgets the requests, which the simulated Argus would keep. */
    private boolean isOpen(List<String> sources) {
        argus.forgetRequests();
        return sources.stream().allMatch(source -> argus.incidents(source).size() >= number("open", 1_000));
    }

    private static int inStep(List<ClusterProcess> processes) {
        return processes.stream()
                .mapToInt(process -> process.process()
                        .logMatching(" source: source: [0-9,]+ alerts open")
                        .size())
                .sum();
    }

    private Share atRest(List<ClusterProcess> processes, int sources) {
        int seconds = number("seconds", 120);
        List<Long> pids =
                processes.stream().map(process -> process.process().pid()).toList();
        List<MemoryOf> memory = pids.stream().map(MemoryOf::new).toList();
        List<Double> before = pids.stream().map(ProcessorTime::of).toList();
        argus.forgetRequests();
        for (int i = 0; i < seconds; i++) {
            pause(Duration.ofSeconds(1));
            memory.forEach(MemoryOf::sample);
        }
        double requests = argus.requests().size() * 60.0 / seconds / sources;
        double resident = 0;
        double processor = 0;
        for (int i = 0; i < pids.size(); i++) {
            double percent = (ProcessorTime.of(pids.get(i)) - before.get(i)) * 100 / seconds;
            System.out.printf(
                    Locale.ROOT,
                    "%d processes, %s: %d sources in step since its start, %.1f MiB resident, %.1f MiB proportional,"
                            + " %.2f %% of a core%n",
                    pids.size(),
                    processes.get(i).name(),
                    inStep(List.of(processes.get(i))),
                    memory.get(i).resident(),
                    memory.get(i).proportional(),
                    percent);
            resident += memory.get(i).resident() / pids.size();
            processor += percent / pids.size();
        }
        System.out.printf(
                Locale.ROOT,
                "%d processes: mean %.1f MiB, %.2f %% of a core; %.2f requests to Argus per minute for each source%n",
                pids.size(),
                resident,
                processor,
                requests);
        System.out.flush();
        return new Share((double) sources / pids.size(), resident, processor);
    }

    private boolean isLinear() {
        Share quarter = shares.get(4);
        Share half = shares.get(2);
        Share all = shares.get(1);
        double perSource = (all.resident - quarter.resident) / (all.sources - quarter.sources);
        double expected = quarter.resident + perSource * (half.sources - quarter.sources);
        boolean linear = Math.abs(half.resident - expected) <= LINEAR * expected;
        System.out.printf(
                Locale.ROOT,
                "each source takes %.2f MiB and %.4f %% of a core; with half of them, memory is %.2f x of what is linear"
                        + " between a quarter and all: %s%n",
                perSource,
                (all.processor - quarter.processor) / (all.sources - quarter.sources),
                half.resident / expected,
                linear ? "PASS" : "FAIL");
        return linear;
    }

    private static void pause(Duration span) {
        LockSupport.parkNanos(span.toNanos());
    }
}
