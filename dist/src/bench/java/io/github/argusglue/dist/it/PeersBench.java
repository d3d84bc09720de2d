package io.github.argusglue.dist.it;

import io.github.argusglue.plugin.mist.standin.StandInMist;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One argus-glue with five sources beside the five Python programs that people run for them today, all at the same
 * time, on the same systems and the same Argus, at rest: resident memory and processor time.
 *
 * <p>Arguments, each {@code name=value}: {@code open} (20) alerts of each system; {@code settle} (120) seconds after
 * all have synced; {@code seconds} (300) of the measurement; {@code check} (3) seconds between two check results of
 * Nagios, for which its program is started each time: 100 services that are checked every five minutes.
 */
public final class PeersBench {
    private static final double MEMORY_BOUND = 0.5;
    private static final double PROCESSOR_BOUND = 0.2;
    private static final Duration SYNCED = Duration.ofMinutes(5);
    private static final Duration PEERS = Duration.ofMinutes(2);
    private static final Duration SAMPLE = Duration.ofSeconds(1);
    private static final String OURS = "argus-glue";

    private final Map<String, Integer> numbers;
    private final Path folder = Folders.fresh("peers");
    private final LabArgus argus;
    private final LabZino zino;
    private final LabNagios nagios;
    private final SimulatedMist mist;
    private final int hookPort = freePort();
    private final LabPrometheus prometheus;

    /** A program and what it is. */
    private record Program(String name, String what, long pid, Closing closing) {}

    /** Stops a program. */
    private interface Closing {
        void close();
    }

    private PeersBench(Map<String, Integer> numbers, LabArgus argus) {
        this.numbers = numbers;
        this.argus = argus;
        int open = number("open", 20);
        zino = LabZino.start(1, Math.max(2, open));
        nagios = LabNagios.start(2, Math.max(2, 2 * open));
        mist = new SimulatedMist(2 * open);
        prometheus = LabPrometheus.start(
                open,
                Map.of("RESEND", "15s", "GROUP_INTERVAL", "60s", "WEBHOOK_URL", "http://127.0.0.1:" + hookPort + "/"));
    }

    private int number(String name, int otherwise) {
        return numbers.getOrDefault(name, otherwise);
    }

    /** Measures. */
    public static void main(String[] args) throws Exception {
        Map<String, Integer> numbers = Arrays.stream(args)
                .map(argument -> argument.split("=", 2))
                .filter(both -> both.length == 2)
                .collect(Collectors.toMap(both -> both[0], both -> Integer.valueOf(both[1])));
        OldGlue.install();
        new Shell(script("reannz.sh"), Map.of()).run("install", home("reannz").toString());
        new Shell(script("peers.sh"), Map.of()).run("install", home("peers").toString());
        try (LabArgus argus = LabArgus.start()) {
            new PeersBench(numbers, argus).run();
        }
    }

    private static Path script(String name) {
        return Folders.lab().resolve("../../bench/" + name).normalize();
    }

    /** Beside what else is fetched once. */
    private static Path home(String name) {
        return Path.of(System.getProperty("argusglue.venv", "target/venv")).resolveSibling(name);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void run() throws IOException {
        int open = number("open", 20);
        List<Program> programs = new ArrayList<>();
        try {
            zino.fallMany(open);
            nagios.massFail(open);
            mist.down(1, open);
            programs.add(ours(open));
            programs.add(ofZino());
            programs.add(ofPrometheus());
            programs.add(started(
                    "nagios-argus-glue",
                    "SUNET's, started for a check result every " + number("check", 3) + " s",
                    "nagios",
                    "" + number("check", 3)));
            programs.add(
                    started("pomodoro", "for generic: the resident service of the Argus project's stubs", "generic"));
            programs.add(started(
                    "mist_peer.py",
                    "for Mist: our own least program, because none is published",
                    "mist",
                    url(mist.url()),
                    StandInMist.ORG,
                    StandInMist.TOKEN));
            prometheus.fire(open, open);
            for (String source : List.of("our-zino", "our-am", "our-nagios", "our-mist")) {
                argus.awaitOpen(source, open, SYNCED);
            }
            awaitPeers(open);
            pause(Duration.ofSeconds(number("settle", 120)));
            measure(programs);
        } finally {
            programs.forEach(program -> program.closing.close());
            prometheus.close();
            nagios.close();
            zino.close();
            mist.close();
        }
    }

    /** Some of them may never bring all; that is not what is measured here. */
    private void awaitPeers(int open) {
        List<String> sources = List.of("zinoargus", "reannz", "mist");
        long until = System.nanoTime() + PEERS.toNanos();
        while (System.nanoTime() < until && sources.stream().anyMatch(source -> argus.openCount(source) < open)) {
            pause(SAMPLE);
        }
        sources.forEach(source ->
                System.out.printf(Locale.ROOT, "%s: %d of %d open in Argus%n", source, argus.openCount(source), open));
    }

    private Program ours(int open) throws IOException {
        Path config = folder.resolve("argus-glue.toml");
        Path list = Files.writeString(folder.resolve("alerts.json"), "{\"complete\": true, \"alerts\": []}");
        Files.writeString(config, """
                state_dir = "%s"
                [http]
                listen = "127.0.0.1:0"
                [argus]
                url = "%s"
                [sources.our-zino]
                argus_token = "%s"
                %s
                [sources.our-am]
                argus_token = "%s"
                type = "alertmanager"
                urls = ["%s"]
                [sources.our-nagios]
                argus_token = "%s"
                %s
                [sources.our-generic]
                argus_token = "%s"
                type = "generic"
                file = "%s"
                [sources.our-mist]
                argus_token = "%s"
                %s
                """.formatted(
                        folder.resolve("state"),
                        argus.url(),
                        argus.newSource("our-zino"),
                        zino.configuration(),
                        argus.newSource("our-am"),
                        prometheus.alertmanager(),
                        argus.newSource("our-nagios"),
                        nagios.configuration(),
                        argus.newSource("our-generic"),
                        list,
                        argus.newSource("our-mist"),
                        mist.configuration(mist.url())));
        GlueProcess glue = GlueProcess.run(config);
        return new Program(OURS, "five sources, " + open + " alerts open in four of them", glue.pid(), glue::close);
    }

    private Program ofZino() {
        OldGlue old = OldGlue.start(OldGlue.configure(folder, argus.url(), argus.newSource("zinoargus"), zino));
        return new Program("zino-argus-glue", "0.5.1 of Uninett", old.pid(), old::close);
    }

    private Program ofPrometheus() throws IOException {
        Path settings = Files.writeString(
                folder.resolve("settings.py"), """
                ARGUS_API_URL = "%sapi/v2"
                ARGUS_API_TOKEN = "%s"
                ARGUS_SEVERITY_CONFIG = {("severity", "critical"): 1, ("severity", "warning"): 3, ("severity", "info"): 5}
                """.formatted(argus.url().resolve("/"), argus.newSource("reannz")));
        return run(
                "prometheus-argus-glue",
                "of REANNZ, one worker",
                script("reannz.sh"),
                List.of("run", home("reannz").toString(), settings.toString(), "" + hookPort, "1"));
    }

    private Program started(String name, String what, String command, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of(command, home("peers").toString(), url(argus.url()), argus.newSource(command)));
        arguments.addAll(List.of(more));
        return run(name, what, script("peers.sh"), arguments);
    }

    /** Without a slash at the end, as the programs want it. */
    private static String url(URI url) {
        return url.toString().replaceFirst("/$", "");
    }

    private Program run(String name, String what, Path script, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        return new Program(name, what, process.pid(), () -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        });
    }

    private void measure(List<Program> programs) {
        Duration span = Duration.ofSeconds(number("seconds", 300));
        List<Double> before =
                programs.stream().map(program -> ProcessorTime.of(program.pid)).toList();
        List<MemoryOf> sums =
                programs.stream().map(program -> new MemoryOf(program.pid)).toList();
        long end = System.nanoTime() + span.toNanos();
        while (System.nanoTime() < end) {
            sums.forEach(MemoryOf::sample);
            pause(SAMPLE);
        }
        System.out.printf(Locale.ROOT, "%nmeans over %d s at rest%n", span.toSeconds());
        System.out.printf(Locale.ROOT, "%-24s %10s %10s %10s%n", "", "RSS MiB", "PSS MiB", "CPU s");
        double[] theirs = new double[3];
        double[] ours = new double[3];
        for (int i = 0; i < programs.size(); i++) {
            Program program = programs.get(i);
            double[] seen = {
                sums.get(i).resident(), sums.get(i).proportional(), ProcessorTime.of(program.pid) - before.get(i)
            };
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %10.1f %10.1f %10.2f  %s%n",
                    program.name,
                    seen[0],
                    seen[1],
                    seen[2],
                    program.what);
            double[] sum = program.name.equals(OURS) ? ours : theirs;
            for (int j = 0; j < sum.length; j++) {
                sum[j] += seen[j];
            }
        }
        System.out.printf(
                Locale.ROOT, "%-24s %10.1f %10.1f %10.2f%n%n", "the five together", theirs[0], theirs[1], theirs[2]);
        compare("resident memory", ours[0], theirs[0], MEMORY_BOUND);
        compare("proportional memory", ours[1], theirs[1], MEMORY_BOUND);
        compare("processor time at rest", ours[2], theirs[2], PROCESSOR_BOUND);
    }

    private static void compare(String what, double ours, double theirs, double bound) {
        double ratio = ours / theirs;
        System.out.printf(
                Locale.ROOT,
                "%-24s %.1f : %.1f = %.3f of at most %.2f: %s%n",
                what,
                ours,
                theirs,
                ratio,
                bound,
                ratio <= bound ? "PASS" : "FAIL");
    }

    private static void pause(Duration span) {
        long end = System.nanoTime() + span.toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
