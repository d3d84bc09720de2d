package io.github.argusglue.dist.it;

import static io.github.argusglue.dist.it.NagiosScene.number;
import static io.github.argusglue.dist.it.NagiosScene.say;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of services of a real Nagios that fail: what the machine on which Nagios runs pays for their incidents in
 * the real Argus, with argus-glue and with a process that Nagios starts for each check result.
 *
 * <p>{@code fork} is the handler of {@code nagios_handler.sh}, which opens the incidents itself, as nagios-argus-glue
 * does. {@code nglue} is the real nglue, built with {@code cargo build --release} from its repository; it posts to a
 * server that only answers, since nglue-api may run elsewhere. The processor time is that of Nagios and all processes
 * that it starts, minus what Nagios alone takes for the same results, plus that of argus-glue.
 *
 * <p>Arguments, each {@code name=value}: {@code ways}, any of glue, fork, nglue with commas between (glue,fork);
 * {@code services} (10000), {@code fail} (3000), {@code nglue}, the path of the program; {@code fork-batch} (10) and
 * {@code nglue-batch} (250), how many fail per second. With more, Nagios kills handlers that take longer than
 * {@code ocsp_timeout}, and Nagios 4.4.6 locks up for ever when thousands of processes are due at once. With argus-glue
 * all fail at once.
 */
public final class NagiosForkBench {
    private static final int SERVICES_A_HOST = 20;
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration REST = Duration.ofSeconds(15);
    private static final double BOUND = 20;
    private static final Map<String, Integer> USUAL_BATCH = Map.of("fork", 10, "nglue", 250);
    private static final String NGLUE_MACROS = " -H '$HOSTNAME$' --description '$SERVICEDESC$ $SERVICEOUTPUT$'"
            + " --servicestate $SERVICESTATE$ --servicestateid $SERVICESTATEID$ --servicestatetype $SERVICESTATETYPE$"
            + " --lastservicestateid $LASTSERVICESTATEID$ --problemid '$SERVICEPROBLEMID$'"
            + " --lastproblemid '$LASTSERVICEPROBLEMID$' >/dev/null";

    private final Map<String, String> arguments;
    private final int services;
    private final int fail;
    private final LabArgus argus;
    private final Map<String, Double> costs = new LinkedHashMap<>();

    private NagiosForkBench(Map<String, String> arguments, LabArgus argus) {
        this.arguments = arguments;
        this.services = number(arguments, "services", 10_000);
        this.fail = number(arguments, "fail", 3_000);
        this.argus = argus;
    }

    /** Measures. */
    public static void main(String[] args) throws IOException {
        try (LabArgus argus = LabArgus.start()) {
            new NagiosForkBench(NagiosScene.arguments(args), argus).measure();
        }
    }

    private void measure() throws IOException {
        List<String> ways = List.of(arguments.getOrDefault("ways", "glue,fork").split(","));
        double alone = nagiosAlone();
        say("Nagios alone, %d results: %.2f s of processor time", fail, alone);
        for (String way : ways) {
            double cost = switch (way) {
                case "glue" -> glue(alone);
                case "fork" -> fork(alone);
                case "nglue" -> nglue(alone);
                default -> throw new IllegalArgumentException("there is no way '" + way + "'");
            };
            costs.put(way, cost);
        }
        Double ours = costs.remove("glue");
        if (ours != null) {
            costs.forEach((way, theirs) -> say(
                    "%s %.2f s, argus-glue %.2f s: %.1f times as much, of at least %.0f: %s",
                    way, theirs, ours, theirs / ours, BOUND, theirs / ours >= BOUND ? "reached" : "NOT REACHED"));
        }
    }

    private LabNagios startNagios(Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(NagiosScene.USUAL);
        settings.putAll(more);
        return LabNagios.start(Math.max(1, services / SERVICES_A_HOST), services, settings);
    }

    private double nagiosAlone() {
        try (LabNagios nagios = startNagios(Map.of())) {
            double before = nagios.processorSeconds();
            nagios.massFail(fail);
            nagios.sync();
            return nagios.processorSeconds() - before;
        }
    }

    private double glue(double alone) {
        try (LabNagios nagios = startNagios(Map.of());
                NagiosSource source = new NagiosSource(argus, nagios)) {
            source.configureUsual();
            GlueProcess glue = source.start();
            NagiosScene.pause(REST);
            double nagiosBefore = nagios.processorSeconds();
            double before = ProcessorTime.of(glue.pid());
            double begin = NagiosScene.now();
            nagios.massFail(fail);
            argus.awaitOpen(source.name(), fail, LIMIT);
            double took = NagiosScene.now() - begin;
            NagiosScene.pause(REST);
            double ofGlue = ProcessorTime.of(glue.pid()) - before;
            // The time in which Nagios writes its status file is longer than when it is measured alone.
            double ofNagios = Math.max(0, nagios.processorSeconds() - nagiosBefore - alone);
            say(
                    "glue: %d of %d in Argus after %.1f s; argus-glue %.2f s, Nagios %.2f s more than alone",
                    argus.openCount(source.name()), fail, took, ofGlue, ofNagios);
            return ofGlue + ofNagios;
        }
    }

    private double fork(double alone) {
        String name = "nagios-fork";
        Map<String, String> settings = NagiosHandler.settings(argus.url(), argus.newSource(name));
        return paced("fork", alone, settings, () -> argus.openCount(name));
    }

    private double nglue(double alone) throws IOException {
        String program = arguments.getOrDefault("nglue", "nglue");
        AtomicInteger posts = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] answer = {'t', 'r', 'u', 'e'};
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                posts.incrementAndGet();
            }
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            String command = "NGLUE_SERVER=" + url + " " + program + NGLUE_MACROS;
            return paced("nglue", alone, Map.of("OCSP", command), posts::get);
        } finally {
            server.stop(0);
        }
    }

    /** What arrives, at Argus or at nglue's server. */
    private interface Arrived {
        int count();
    }

    private double paced(String way, double alone, Map<String, String> settings, Arrived arrived) {
        try (LabNagios nagios = startNagios(settings)) {
            NagiosScene.pause(REST);
            double before = nagios.processorSeconds();
            double begin = NagiosScene.now();
            int batch = number(arguments, way + "-batch", USUAL_BATCH.getOrDefault(way, 1));
            for (int done = 0; done < fail; done += batch) {
                nagios.massFail(Math.min(batch, fail - done), done);
                NagiosScene.pause(Duration.ofSeconds(1));
            }
            int seen = awaitRest(arrived);
            double took = NagiosScene.now() - begin - REST.toSeconds();
            double spent = nagios.processorSeconds() - before - alone;
            say(
                    "%s: %d of %d arrived, the last after %.1f s; Nagios and its children %.2f s more than alone",
                    way, seen, fail, took, spent);
            return spent;
        }
    }

    /** Waits until all has arrived, or nothing more does. */
    private int awaitRest(Arrived arrived) {
        @Nullable Integer last = null;
        int now = arrived.count();
        while (now < fail && (last == null || now != last)) {
            NagiosScene.pause(REST);
            last = now;
            now = arrived.count();
        }
        NagiosScene.pause(REST);
        return arrived.count();
    }
}
