package io.github.argusglue.dist.it;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Two argus-glues, two real Zinos on the same routers, one real Argus: how long a take-over of many open cases takes
 * beside a first sync of as many, and what two that are both active for a while leave in Argus.
 *
 * <p>Arguments, each {@code name=value}: {@code cases} (1000) of the take-over; {@code open} (200) and {@code seconds}
 * (300) of the time in which both are active. 0 cases or 0 open leaves that part out.
 */
public final class FailoverBench {
    private static final int PORTS = 40;
    private static final int THRESHOLD = 3;
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration AFTERWARDS = Duration.ofSeconds(60);
    private static final long SEED = 4711;

    /** Of the cases, this share was opened, and this share closed, when the primary was already dead. */
    private static final int SHARE = 10;

    private final LabArgus argus;
    private final List<String> results = new ArrayList<>();

    private FailoverBench(LabArgus argus) {
        this.argus = argus;
    }

    /** Measures. */
    public static void main(String[] args) {
        Map<String, Integer> numbers = new TreeMap<>(Map.of("cases", 1_000, "open", 200, "seconds", 300));
        for (String argument : args) {
            String[] both = argument.split("=", 2);
            if (both.length == 2) {
                numbers.put(both[0], Integer.valueOf(both[1]));
            }
        }
        try (LabArgus argus = LabArgus.start()) {
            FailoverBench bench = new FailoverBench(argus);
            if (numbers.get("cases") > 0) {
                bench.takeOver(numbers.get("cases"));
            }
            if (numbers.get("open") > 0) {
                bench.bothActive(numbers.get("open"), Duration.ofSeconds(numbers.get("seconds")));
            }
            System.out.println();
            bench.results.forEach(System.out::println);
        }
    }

    private void takeOver(int cases) {
        int routers = (cases + cases / SHARE + PORTS - 1) / PORTS;
        try (RedundantPair pair = new RedundantPair(argus, routers, PORTS)) {
            pair.configureStandby(pair.primaryZino.uptimeAddress(), THRESHOLD, INTERVAL);
            pair.primaryZino.fallMany(cases);
            pair.awaitCases(cases);
            // What a Zino has not saved, a killed one forgets.
            pair.primaryZino.end();
            pair.primaryZino.run();
            pair.primaryZino.lookAtAll();
            double first = firstSync(pair, cases);
            double bound = THRESHOLD * INTERVAL.toSeconds() + first;
            say("first sync of %,d cases: %.1f s; so a take-over has %.1f s", cases, first, bound);
            argus.reset();

            // The worst: Argus knows of none, as if the primary had never told it.
            pair.startStandby().awaitLog("standby: rehearsed: " + cases + " alerts read", LIMIT);
            keep("take-over of %,d, none in Argus", cases, untilEqual(pair), bound);

            pair.primaryZino.run();
            pair.awaitStandby();
            pair.primaryZino.lookAtAll();
            pair.startPrimary().awaitLog("alerts? open", LIMIT);
            pair.awaitEqual(pair.primaryZino);
            pair.primary().kill();
            for (int i = 0; i < cases / SHARE; i++) {
                int port = cases + i;
                pair.standbyZino.setPorts("gw" + (1 + port / PORTS), 1 + port % PORTS, 1 + port % PORTS, "down");
            }
            pair.standbyZino.lookAtAll();
            pair.standbyZino.awaitCases(cases + cases / SHARE);
            closeSome(pair.standbyZino, cases / SHARE);
            keep("take-over of %,d, 1 in 5 changed meanwhile", cases, untilEqual(pair), bound);
        }
    }

    private double firstSync(RedundantPair pair, int cases) {
        try (ZinoSource alone = new ZinoSource(argus, pair.standbyZino)) {
            double begin = now();
            alone.start();
            argus.awaitOpen(alone.name(), cases, LIMIT);
            return argus.lastEvent(alone.name()) - begin;
        }
    }

    /** Kills the primary's Zino and its agent with it; returns after how many seconds the last thing was put right. */
    private double untilEqual(RedundantPair pair) {
        List<String> wanted =
                RedundantPair.cases(pair.standbyZino).stream().sorted().toList();
        double begin = now();
        pair.primaryZino.kill();
        // Looked at as in the first sync, since looking takes time from those who work.
        argus.awaitOpen(pair.name(), wanted.size(), LIMIT);
        Await.equal(LIMIT, "open in Argus", wanted, pair::open);
        return argus.lastEvent(pair.name()) - begin;
    }

    private static void closeSome(LabZino zino, int count) {
        try (ZinoPerson person = zino.person()) {
            person.cases().stream().limit(count).forEach(number -> person.setState(number, "closed"));
        }
    }

    private void bothActive(int open, Duration span) {
        int routers = (2 * open + PORTS - 1) / PORTS;
        try (RedundantPair pair = new RedundantPair(argus, routers, PORTS)) {
            pair.configureStandby(pair.probed.address(), THRESHOLD, INTERVAL);
            pair.primaryZino.fallMany(open);
            pair.awaitCases(open);
            pair.startPrimary();
            pair.awaitEqual(pair.primaryZino);
            pair.startStandby().awaitLog("standby: rehearsed: " + open + " alerts read", LIMIT);
            pair.probed.cut(true);
            pair.standby().awaitLog("failover 'zino': ACTIVE", LIMIT);

            int fallen = open;
            int closed = 0;
            Random random = new Random(SEED);
            for (double end = now() + span.toSeconds(); now() < end; pause(random.nextInt(4_000))) {
                if (fallen < 2 * open && random.nextBoolean()) {
                    // Both are told by the router; the second may hear it a moment later.
                    pair.primaryZino.fall("gw" + (1 + fallen / PORTS), 1 + fallen % PORTS);
                    fallen++;
                } else {
                    closeInBoth(pair, random);
                    closed++;
                }
            }
            pair.standbyZino.lookAtAll();
            Await.equal(
                    LIMIT,
                    "both Zinos",
                    RedundantPair.cases(pair.primaryZino),
                    () -> RedundantPair.cases(pair.standbyZino));
            pair.awaitEqual(pair.primaryZino);

            pair.probed.cut(false);
            pair.awaitStandby();
            int writes = argus.writes();
            pause((int) AFTERWARDS.toMillis());
            judge(pair, fallen, closed, argus.writes() - writes);
        }
    }

    /** An operator closes a case in both Zinos, as two Zinos ask of people. */
    private static void closeInBoth(RedundantPair pair, Random random) {
        List<String> both = new ArrayList<>(RedundantPair.cases(pair.primaryZino));
        both.retainAll(RedundantPair.cases(pair.standbyZino));
        String subject = both.stream().sorted().toList().get(random.nextInt(both.size()));
        RedundantPair.close(pair.primaryZino, subject);
        RedundantPair.close(pair.standbyZino, subject);
    }

    private void judge(RedundantPair pair, int fallen, int closed, int writesAfterwards) {
        Set<String> zino = RedundantPair.cases(pair.primaryZino);
        List<String> open = pair.open();
        int incidents = argus.count(pair.name());
        Map<String, Integer> logs = argus.logs(pair.name());
        int events = logs.entrySet().stream()
                .mapToInt(log -> log.getKey().split(" ", -1).length * log.getValue())
                .sum();
        Set<String> missing = new HashSet<>(zino);
        open.forEach(missing::remove);
        say("both active: %d cases, %d of them closed; logs of the incidents: %s", fallen, closed, logs);
        verdict("incidents for %d cases".formatted(fallen), incidents, fallen);
        verdict("open incidents without an open case, or doubled", open.size() + missing.size() - zino.size(), 0);
        verdict("incidents closed wrongly", missing.size(), 0);
        verdict("events beyond one for each case opened and closed", events - fallen - closed, 0);
        verdict("writing requests in the minute after one stood down", writesAfterwards, 0);
    }

    private void keep(String what, int cases, double seconds, double bound) {
        say(what + ": %.1f s", cases, seconds);
        results.add(String.format(
                Locale.ROOT,
                "%-60s %6.1f s of at most %.1f s, ratio %.2f: %s",
                String.format(Locale.ROOT, what, cases),
                seconds,
                bound,
                seconds / bound,
                seconds <= bound ? "reached" : "NOT REACHED"));
    }

    private void verdict(String what, int seen, int wanted) {
        results.add(String.format(
                Locale.ROOT,
                "%-60s %6d, wanted %d: %s",
                what,
                seen,
                wanted,
                seen == wanted ? "reached" : "NOT REACHED"));
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    private static double now() {
        Instant now = Instant.now();
        return now.getEpochSecond() + now.getNano() / 1e9;
    }

    private static void pause(int millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
