package io.github.argusglue.dist.it.cluster;

import io.github.argusglue.dist.it.LabArgus;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Measures a cluster: takeover after kill -9, restarts under load, and random faults from a seed. */
final class ClusterRun {
    private static final int FAULTS_TO_A_CALM = 5;
    private static final Duration FIRST_SYNC = Duration.ofMinutes(15);
    private static final Duration LONGEST_CALM = Duration.ofMinutes(2);
    private static final int TAKEOVERS = 5;

    private final ClusterLab lab;
    private final ClusterSettings settings;
    private final PrintStream out;
    private final Set<String> known = new HashSet<>();
    private int failures;

    private ClusterRun(ClusterLab lab, ClusterSettings settings, PrintStream out) {
        this.lab = lab;
        this.settings = settings;
        this.out = out;
    }

    /**
     * Runs with settings such as {@code faults=200 policy=stop}: {@code faults}, {@code seed}, {@code processes},
     * {@code sources}, {@code open} (alerts in all sources together), {@code ttl} in seconds, {@code policy},
     * {@code apart} (seconds between the clocks of two processes), {@code only} (names of faults, separated by commas),
     * {@code measure} ({@code takeover}, {@code restart}, {@code faults}, {@code spread} or {@code all}).
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> given = new TreeMap<>();
        for (String argument : arguments) {
            String[] both = argument.split("=", 2);
            given.put(both[0], both.length == 2 ? both[1] : "");
        }
        ClusterSettings settings = new ClusterSettings(
                Integer.parseInt(given.getOrDefault("processes", "3")),
                3,
                Integer.parseInt(given.getOrDefault("sources", "30")),
                Integer.parseInt(given.getOrDefault("open", "3000")),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("ttl", "5"))),
                given.getOrDefault("policy", "stop"),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("apart", "0"))));
        long seed = Long.parseLong(given.getOrDefault("seed", "1"));
        String measure = given.getOrDefault("measure", "all");
        int failures;
        try (LabArgus argus = LabArgus.start();
                ClusterLab lab = new ClusterLab(argus, settings)) {
            ClusterRun run = new ClusterRun(lab, settings, System.out);
            run.say(settings + ", seed " + seed + ", folder " + lab.folder());
            run.begin();
            boolean all = measure.equals("all");
            if (all || measure.equals("takeover")) {
                run.takeovers();
            }
            if (all || measure.equals("restart")) {
                run.restarts(seed);
            }
            if (measure.equals("spread")) {
                run.spread();
            }
            if (all || measure.equals("faults")) {
                run.faults(Integer.parseInt(given.getOrDefault("faults", "200")), seed, kinds(given.get("only")));
            }
            run.say("writes by process: " + lab.judge().writers());
            failures = run.failures;
        }
        System.exit(failures == 0 ? 0 : 1);
    }

    private void begin() throws IOException {
        Duration took = lab.awaitCorrect(FIRST_SYNC);
        say("everything open after " + took.toSeconds() + " s; spread: " + shares());
    }

    private Map<String, Long> shares() throws IOException {
        return lab.owners().values().stream()
                .collect(Collectors.groupingBy(owner -> owner, TreeMap::new, Collectors.counting()));
    }

    /** One more process comes, and takes its share. */
    private void spread() throws IOException {
        Map<String, String> before = lab.owners();
        lab.addProcess();
        lab.awaitCorrect(LONGEST_CALM);
        Map<String, String> after = lab.owners();
        long moved = before.entrySet().stream()
                .filter(owned -> !owned.getValue().equals(after.get(owned.getKey())))
                .count();
        int most = settings.sources() / settings.processes();
        verdict(
                moved <= most,
                "one process more: " + moved + " sources moved, promised at most " + most + ": " + shares());
        violations("one process more");
    }

    /** A process is killed; at that moment, alerts of all sources begin and end. */
    private void takeovers() throws IOException {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < TAKEOVERS; i++) {
            ClusterProcess victim = lab.processes().get(i % lab.processes().size());
            int owned = lab.owned(victim.name()).size();
            victim.process().kill();
            for (String source : lab.sources()) {
                lab.alerts().open(source, 1);
                lab.alerts().end(source, 1);
            }
            Duration took = lab.awaitEqual(LONGEST_CALM);
            longest = took.compareTo(longest) > 0 ? took : longest;
            say("killed " + victim.name() + " with " + owned + " sources: equal after " + took.toMillis() + " ms");
            victim.start();
            lab.awaitCorrect(LONGEST_CALM);
        }
        Duration limit = settings.ttl().plusSeconds(3);
        verdict(
                longest.compareTo(limit) <= 0,
                "takeover of a killed process: at most " + longest.toMillis() + " ms, promised " + limit.toMillis());
        violations("takeovers");
    }

    private void restarts(long seed) throws IOException {
        Instant begin = Instant.now();
        try (AlertStorm storm = new AlertStorm(lab, 10, seed)) {
            storm.begin();
            lab.restartAll(LONGEST_CALM);
        }
        lab.awaitCorrect(LONGEST_CALM);
        Duration longest = lab.judge().longestDelay(begin);
        verdict(
                longest.toMillis() <= 5_000,
                "restart of all under 10 alerts/s, "
                        + Duration.between(begin, Instant.now()).toSeconds() + " s: longest delay of an incident "
                        + longest.toMillis() + " ms, promised 5000");
        violations("restarts");
    }

    private static ClusterFault[] kinds(@Nullable String names) {
        return names == null
                ? ClusterFault.values()
                : Arrays.stream(names.split(",", -1)).map(ClusterFault::valueOf).toArray(ClusterFault[]::new);
    }

    private void faults(int wanted, long seed, ClusterFault[] kinds) throws IOException {
        Random random = new Random(seed);
        Map<ClusterFault, Integer> counts = new TreeMap<>();
        int differences = 0;
        Duration longest = Duration.ZERO;
        for (int i = 0; i < wanted; ) {
            try (AlertStorm storm = new AlertStorm(lab, 3, random.nextLong())) {
                storm.begin();
                for (int j = 0; j < FAULTS_TO_A_CALM && i < wanted; j++, i++) {
                    ClusterFault kind = kinds[random.nextInt(kinds.length)];
                    Duration lasts = kind.duration(random);
                    say("fault " + (i + 1) + ": " + kind + " for " + lasts.toMillis() + " ms");
                    counts.merge(kind, 1, Integer::sum);
                    ClusterFault.Ending ending = kind.begin(lab, random);
                    LockSupport.parkNanos(lasts.toNanos());
                    ending.end();
                    LockSupport.parkNanos(
                            Duration.ofMillis(random.nextInt(3_000)).toNanos());
                }
            }
            try {
                Duration took = lab.awaitCorrect(LONGEST_CALM);
                longest = took.compareTo(longest) > 0 ? took : longest;
            } catch (AssertionError e) {
                differences++;
                say("DIFFERENCE " + e.getMessage());
            }
            report();
        }
        say("faults by kind: " + counts);
        verdict(
                differences == 0,
                wanted + " faults, policy " + settings.policy() + ", seed " + seed + ": " + differences
                        + " differences in the end, the longest calm " + longest.toMillis() + " ms");
        violations("faults");
    }

    private void violations(String during) {
        report();
        verdict(
                known.isEmpty(),
                during + ": " + known.size() + " writes of two owners, doubled or wrongly ended incidents");
    }

    private void report() {
        List<String> found = lab.judge().violations();
        found.stream().filter(known::add).forEach(violation -> say("VIOLATION " + violation));
    }

    private void verdict(boolean isGood, String text) {
        failures += isGood ? 0 : 1;
        say((isGood ? "PASS " : "FAIL ") + text);
    }

    private void say(String text) {
        out.println(Instant.now() + " " + text);
        out.flush();
    }
}
