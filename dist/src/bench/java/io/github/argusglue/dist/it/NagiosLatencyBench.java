package io.github.argusglue.dist.it;

import static io.github.argusglue.dist.it.NagiosScene.number;
import static io.github.argusglue.dist.it.NagiosScene.quantile;
import static io.github.argusglue.dist.it.NagiosScene.say;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * From a check result that makes a service of a real Nagios fail HARD to its incident in the real Argus. Measured from
 * the moment in which the result is written into Nagios' command file to the moment that Argus has in the incident's
 * log; and for comparison, the same from a request that opens an incident directly.
 *
 * <p>Arguments, each {@code name=value}: {@code services} (10000), {@code samples} (100), {@code settle} (20) seconds
 * after the first reading.
 */
public final class NagiosLatencyBench {
    private static final int SERVICES_A_HOST = 20;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final double BOUND_P50 = 0.1;
    private static final double BOUND_P99 = 1;
    private static final long SEED = 4711;

    private NagiosLatencyBench() {}

    /** Measures. */
    public static void main(String[] args) {
        Map<String, String> arguments = NagiosScene.arguments(args);
        int services = number(arguments, "services", 10_000);
        int samples = number(arguments, "samples", 100);
        try (LabArgus argus = LabArgus.start();
                LabNagios nagios =
                        LabNagios.start(Math.max(1, services / SERVICES_A_HOST), services, NagiosScene.USUAL);
                NagiosSource source = new NagiosSource(argus, nagios)) {
            source.configureUsual();
            List<Double> direct = direct(argus, samples);
            source.start();
            NagiosScene.pause(Duration.ofSeconds(number(arguments, "settle", 20)));
            List<Double> took = throughNagios(argus, nagios, source, samples);
            print("request to incident, directly", direct);
            print("check result to incident", took);
            double p50 = quantile(took, 0.5) - quantile(direct, 0.5);
            double p99 = quantile(took, 0.99) - quantile(direct, 0.99);
            say(
                    "beyond Argus's own time: p50 %.3f s of at most %.1f s: %s; p99 %.3f s of at most %.0f s: %s",
                    p50, BOUND_P50, reached(p50 <= BOUND_P50), p99, BOUND_P99, reached(p99 <= BOUND_P99));
        }
    }

    private static List<Double> throughNagios(LabArgus argus, LabNagios nagios, NagiosSource source, int samples) {
        Random random = new Random(SEED);
        List<Double> written = new ArrayList<>();
        for (int service = 1; service <= samples; service++) {
            written.add(NagiosScene.now());
            nagios.report(service, NagiosScene.CRITICAL, "failure of service " + service);
            // Over all phases of Nagios' seconds and of its writing of the status file.
            NagiosScene.pause(Duration.ofMillis(300 + random.nextInt(1_400)));
        }
        argus.awaitOpen(source.name(), samples, LIMIT);
        Map<String, Double> made = argus.madeAt(source.name());
        List<Double> took = new ArrayList<>();
        made.forEach((id, at) -> {
            int service = Integer.parseInt(id.substring(id.indexOf(' ') + 1, id.indexOf('@')));
            took.add(at - written.get(service - 1));
        });
        return took;
    }

    private static List<Double> direct(LabArgus argus, int samples) {
        String name = "direct";
        String token = argus.newSource(name);
        URI incidents = argus.url().resolve("/api/v2/incidents/");
        List<Double> sent = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            sent.add(NagiosScene.now());
            Json.send(
                    "POST",
                    incidents,
                    token,
                    Map.of(
                            "start_time",
                            Instant.now().toString(),
                            "end_time",
                            "infinity",
                            "source_incident_id",
                            "" + i,
                            "description",
                            "failure of service " + i,
                            "level",
                            NagiosScene.CRITICAL,
                            "tags",
                            List.of(Map.of("tag", "host=host" + i), Map.of("tag", "service=Service " + i))));
        }
        List<Double> took = new ArrayList<>();
        argus.madeAt(name).forEach((id, at) -> took.add(at - sent.get(Integer.parseInt(id))));
        return took;
    }

    private static void print(String what, List<Double> took) {
        say(
                "%-32s %d samples: p50 %.3f s, p90 %.3f s, p99 %.3f s, worst %.3f s",
                what, took.size(), quantile(took, 0.5), quantile(took, 0.9), quantile(took, 0.99), quantile(took, 1));
    }

    private static String reached(boolean reached) {
        return reached ? "reached" : "NOT REACHED";
    }
}
