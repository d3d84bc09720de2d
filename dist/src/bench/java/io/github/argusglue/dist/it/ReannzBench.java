package io.github.argusglue.dist.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Alerts that fire and are resolved, through the real Alertmanager into the real Argus, by argus-glue and by REANNZ's
 * prometheus-argus-glue in turns: how long each takes until Argus is right, how many requests that costs, and whether
 * it gets right at all.
 *
 * <p>Arguments: number of alerts (600), rounds (1), workers of theirs (1), Alertmanager's {@code group_interval} for
 * theirs (60s; while a payload is being worked on for longer than that it is sent again), minutes after which a phase
 * counts as not done (20). Both begin with an empty Argus and an Alertmanager of their own.
 */
public final class ReannzBench {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int RULES = 30;

    private final LabArgus argus;
    private final int alerts;
    private final int workers;
    private final String groupInterval;
    private final Duration limit;

    private ReannzBench(LabArgus argus, List<String> arguments) {
        this.argus = argus;
        this.alerts = Integer.parseInt(argument(arguments, 1, "600"));
        this.workers = Integer.parseInt(argument(arguments, 3, "1"));
        this.groupInterval = argument(arguments, 4, "60s");
        this.limit = Duration.ofMinutes(Long.parseLong(argument(arguments, 5, "20")));
    }

    private static String argument(List<String> arguments, int index, String otherwise) {
        return index < arguments.size() ? arguments.get(index) : otherwise;
    }

    /** Measures. */
    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        int rounds = Integer.parseInt(argument(arguments, 2, "1"));
        new Shell(script(), Map.of()).run("install", home().toString());
        try (LabArgus argus = LabArgus.start()) {
            ReannzBench bench = new ReannzBench(argus, arguments);
            List<Result> ours = new ArrayList<>();
            List<Result> theirs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ours.add(bench.ours());
                theirs.add(bench.theirs());
            }
            Duration median = median(ours);
            System.out.printf(
                    Locale.ROOT,
                    "%d alerts fired and resolved: argus-glue %.1f s, prometheus-argus-glue %.1f s, ratio %.3f%n",
                    bench.alerts,
                    seconds(median),
                    seconds(median(theirs)),
                    seconds(median) / seconds(median(theirs)));
            ours.forEach(result -> System.out.println("argus-glue            " + result));
            theirs.forEach(result -> System.out.println("prometheus-argus-glue " + result));
        }
    }

    private static Path script() {
        return Folders.lab().resolve("../../bench/reannz.sh").normalize();
    }

    /** Beside what else is fetched once. */
    private static Path home() {
        return Path.of(System.getProperty("argusglue.venv", "target/venv")).resolveSibling("reannz");
    }

    /** One program's round. */
    private record Result(Duration fired, Duration resolved, int requests, boolean right, String story) {
        Duration total() {
            return fired.plus(resolved);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "fired %.1f s, resolved %.1f s, %d requests, every alert right: %s%s",
                    seconds(fired),
                    seconds(resolved),
                    requests,
                    right ? "yes" : "NO",
                    story.isEmpty() ? "" : " (" + story + ")");
        }
    }

    private Result ours() throws Exception {
        argus.reset();
        try (LabPrometheus prometheus = LabPrometheus.start(alerts, Map.of("RESEND", "15s", "RULES", "" + RULES));
                Installation glue = new Installation(argus, prometheus)) {
            glue.configureUsual(argus.url(), "interval = \"5s\"");
            glue.start();
            glue.process().awaitLog("source: 0 alerts open", Duration.ofSeconds(30));
            return measure(prometheus, glue.source());
        }
    }

    private Result theirs() throws Exception {
        argus.reset();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Map<String, String> environment = Map.of(
                "RESEND",
                "15s",
                "RULES",
                "" + RULES,
                "GROUP_INTERVAL",
                groupInterval,
                "WEBHOOK_URL",
                "http://127.0.0.1:" + port + "/");
        String source = "reannz-" + port + "-" + System.nanoTime();
        Path settings = Folders.fresh("reannz").resolve("settings.py");
        Files.writeString(settings, """
                ARGUS_API_URL = "%sapi/v2"
                ARGUS_API_TOKEN = "%s"
                ARGUS_SEVERITY_CONFIG = {("severity", "critical"): 1, ("severity", "warning"): 3, ("severity", "info"): 5}
                """.formatted(argus.url().resolve("/"), argus.newSource(source)));
        Process glue = new ProcessBuilder(
                        "bash",
                        script().toString(),
                        "run",
                        home().toString(),
                        settings.toString(),
                        "" + port,
                        "" + workers)
                .redirectErrorStream(true)
                .redirectOutput(settings.resolveSibling("log").toFile())
                .start();
        try (LabPrometheus prometheus = LabPrometheus.start(alerts, environment)) {
            Await.that(Duration.ofSeconds(30), "somebody listens on port " + port, () -> isOpen(port));
            return measure(prometheus, source);
        } finally {
            glue.destroy();
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Result measure(LabPrometheus prometheus, String source) {
        int requestsBefore = argus.requests("");
        long begin = System.nanoTime();
        prometheus.fireSoon(alerts);
        String missing = awaitOpen(source, alerts);
        Duration fired = Duration.ofNanos(System.nanoTime() - begin);
        boolean same = keys(source).equals(prometheus.fingerprints());
        long end = System.nanoTime();
        prometheus.resolveSoon(alerts);
        String left = awaitOpen(source, 0);
        Duration resolved = Duration.ofNanos(System.nanoTime() - end);
        int made = argus.count(source);
        boolean right = missing.isEmpty() && left.isEmpty() && same && made == alerts;
        String story = missing
                + left
                + (same ? "" : "other alerts than Alertmanager lists; ")
                + (made == alerts ? "" : made + " incidents in all; ")
                + logs(source);
        return new Result(fired, resolved, argus.requests("") - requestsBefore, right, story);
    }

    /** Returns what is wrong if it is not reached in time; a program that never gets there is a result, too. */
    private String awaitOpen(String source, int wanted) {
        long deadline = System.nanoTime() + limit.toNanos();
        int open = argus.openCount(source);
        while (open != wanted) {
            if (System.nanoTime() > deadline) {
                return open + " open instead of " + wanted + " after " + limit.toMinutes() + " min; ";
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            open = argus.openCount(source);
        }
        return "";
    }

    private List<String> keys(String source) {
        return argus.openIds(source).stream()
                .map(id -> id.split("[@_]", 2)[0])
                .sorted()
                .toList();
    }

    private String logs(String source) {
        Map<String, Integer> logs = argus.logs(source);
        return logs.size() > 3 ? logs.size() + " kinds of logs" : "logs " + logs;
    }

    private static Duration median(List<Result> results) {
        return results.stream().map(Result::total).sorted().toList().get(results.size() / 2);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
