package io.github.argusglue.dist.it;

import io.github.argusglue.dist.it.ZinoScene.FirstSync;
import io.github.argusglue.dist.it.ZinoScene.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * argus-glue and the real zino-argus-glue 0.5.1 on the same real Zino and the same real Argus, in turns.
 *
 * <p>Arguments, each {@code name=value}: {@code phases}, any of first, rest, latency-few, latency-many, people-few,
 * people-many and takeover with commas between (all); {@code cases} that are open (1000); {@code rounds} (3) of
 * {@code first}; {@code seconds} (300) of {@code rest}; {@code samples} (100) cases opened for a latency; {@code deeds}
 * (5) of each kind by people; {@code settle} (40) seconds after a first sync before anything else is measured;
 * {@code programs}, ours or theirs alone or both.
 */
public final class ZinoGlueBench {
    private static final int FEW = 10;
    private static final long SEED = 4711;

    private final Map<String, String> arguments;
    private final List<String> phases;
    private final List<Program> programs;
    private final List<String> results = new ArrayList<>();

    private ZinoGlueBench(Map<String, String> arguments) {
        this.arguments = arguments;
        this.phases = List.of(arguments
                .getOrDefault("phases", "latency-few,people-few,first,rest,latency-many,people-many,takeover")
                .split(","));
        this.programs = switch (arguments.getOrDefault("programs", "both")) {
            case "ours" -> List.of(Program.OURS);
            case "theirs" -> List.of(Program.THEIRS);
            default -> List.of(Program.OURS, Program.THEIRS);
        };
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(arguments.getOrDefault(name, "" + otherwise));
    }

    /** Measures. */
    public static void main(String[] args) {
        ZinoGlueBench bench = new ZinoGlueBench(Arrays.stream(args)
                .map(argument -> argument.split("=", 2))
                .filter(both -> both.length == 2)
                .collect(Collectors.toMap(both -> both[0], both -> both[1])));
        OldGlue.install();
        bench.measure();
        System.out.println();
        bench.results.forEach(System.out::println);
    }

    private void measure() {
        int cases = number("cases", 1_000);
        Duration settle = Duration.ofSeconds(number("settle", 40));
        try (ZinoScene scene = new ZinoScene(cases, number("samples", 100), settle)) {
            if (phases.contains("latency-few")) {
                latency(scene, "few open");
            }
            if (phases.contains("people-few")) {
                scene.openBase(FEW + 2 * number("deeds", 5));
                people(scene, "few open");
                scene.mendAll();
            }
            if (!phases.stream().allMatch(phase -> phase.endsWith("-few"))) {
                scene.openBase(cases);
                measureMany(scene, String.format(Locale.ROOT, "%,d open", cases));
            }
        }
    }

    private void measureMany(ZinoScene scene, String open) {
        if (phases.contains("first")) {
            firstSync(scene, open);
        }
        if (phases.contains("rest")) {
            atRest(scene, open);
        }
        if (phases.contains("latency-many")) {
            latency(scene, open);
        }
        if (phases.contains("people-many")) {
            people(scene, open);
        }
        if (phases.contains("takeover")) {
            scene.handovers()
                    .forEach((follower, seen) -> keep(
                            "%-58s %d open: %d closed, %d opened, %d doubled: %s",
                            follower + " follows the other, " + open,
                            seen.open(),
                            seen.closed(),
                            seen.opened(),
                            seen.doubled(),
                            seen.isSeamless() ? "reached" : "NOT REACHED"));
        }
    }

    private void firstSync(ZinoScene scene, String open) {
        Map<Program, List<FirstSync>> rounds = new EnumMap<>(Program.class);
        for (int round = 0; round < number("rounds", 3); round++) {
            for (Program program : programs) {
                FirstSync one = scene.firstSync(program);
                say(
                        "first sync, " + open,
                        program,
                        "%.1f s, %.2f requests a case",
                        one.seconds(),
                        one.requestsPerCase());
                rounds.computeIfAbsent(program, key -> new ArrayList<>()).add(one);
            }
        }
        compare("first sync, " + open + ", s", medians(rounds, FirstSync::seconds), 0.4);
        compare("requests a case, " + open, medians(rounds, FirstSync::requestsPerCase), 1);
    }

    private static <T> Map<Program, Double> medians(Map<Program, List<T>> rounds, ToDoubleFunction<T> what) {
        Map<Program, Double> medians = new EnumMap<>(Program.class);
        rounds.forEach((program, all) -> medians.put(
                program, quantile(all.stream().map(what::applyAsDouble).toList(), 0.5)));
        return medians;
    }

    private void atRest(ZinoScene scene, String open) {
        Duration span = Duration.ofSeconds(number("seconds", 300));
        Map<Program, Double> requests = new EnumMap<>(Program.class);
        for (Program program : programs) {
            double count = scene.atRest(program, span);
            say("at rest, " + open, program, "%.0f requests in %d s", count, span.toSeconds());
            requests.put(program, count);
        }
        compare("requests in " + span.toSeconds() + " s at rest, " + open, requests, 1 / 50.0);
    }

    private void latency(ZinoScene scene, String open) {
        Map<Program, Double> medians = new EnumMap<>(Program.class);
        Map<Program, Double> worst = new EnumMap<>(Program.class);
        for (Program program : programs) {
            // The same moments for both.
            List<Double> took = scene.latencies(program, number("samples", 100), new Random(SEED));
            medians.put(program, quantile(took, 0.5));
            worst.put(program, quantile(took, 0.99));
            say(
                    "case to incident, " + open,
                    program,
                    "p50 %.3f s, p90 %.3f s, p99 %.3f s, worst %.3f s",
                    quantile(took, 0.5),
                    quantile(took, 0.9),
                    quantile(took, 0.99),
                    quantile(took, 1));
        }
        boolean few = open.startsWith("few");
        compare("case to incident, " + open + ", p50 s", medians, few ? 1.1 : 1);
        compare("case to incident, " + open + ", p99 s", worst, few ? 1 : 1 / 20.0);
    }

    private void people(ZinoScene scene, String open) {
        Map<String, Map<Program, Double>> worst = new TreeMap<>();
        for (Program program : programs) {
            scene.people(program, number("deeds", 5), new Random(SEED)).forEach((what, took) -> {
                say(
                        what + " in Argus to Zino, " + open,
                        program,
                        "median %.2f s, worst %.2f s",
                        quantile(took, 0.5),
                        quantile(took, 1));
                worst.computeIfAbsent(what, key -> new EnumMap<>(Program.class)).put(program, quantile(took, 1));
            });
        }
        worst.forEach((what, took) -> {
            String name = what + " in Argus to Zino, " + open + ", worst s";
            compare(name, took, 1);
            Double ours = took.get(Program.OURS);
            if (ours != null) {
                keep("%-58s %8.2f s of at most 10 s: %s", name, ours, ours <= 10 ? "reached" : "NOT REACHED");
            }
        });
    }

    private void say(String what, Program program, String format, Object... values) {
        System.out.printf(Locale.ROOT, "%-40s %-16s %s%n", what, program, String.format(Locale.ROOT, format, values));
    }

    private void compare(String what, Map<Program, Double> seen, double bound) {
        Double ours = seen.get(Program.OURS);
        Double theirs = seen.get(Program.THEIRS);
        if (ours == null || theirs == null) {
            return;
        }
        double ratio = ours / theirs;
        keep(
                "%-58s ours %9.3f, theirs %9.3f, ratio %.4f of at most %.2f: %s",
                what, ours, theirs, ratio, bound, ratio <= bound ? "reached" : "NOT REACHED");
    }

    private void keep(String format, Object... values) {
        results.add(String.format(Locale.ROOT, format, values));
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }
}
