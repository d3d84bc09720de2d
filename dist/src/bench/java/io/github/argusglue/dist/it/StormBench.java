package io.github.argusglue.dist.it;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A storm: many alerts begin, Argus is down for a while in the middle of it, then half of them end. Afterwards, each
 * alert has exactly one incident, and exactly the others are open.
 *
 * <p>Arguments, each {@code name=value}: {@code alerts} (10000), {@code down} (120) seconds.
 */
public final class StormBench {
    private static final String NAME = "storm";
    private static final int AT_ONCE = 250;
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final LabArgus argus;
    private final GenericProgram program;
    private final int alerts;
    private final Instant begin =
            Instant.ofEpochSecond(Instant.now().minusSeconds(60).getEpochSecond());

    private StormBench(LabArgus argus, int alerts) {
        this.argus = argus;
        this.alerts = alerts;
        // Closings by message are statements of the sender, so no guard holds them.
        this.program = new GenericProgram(NAME, argus.url(), argus.newSource(NAME), "");
    }

    /** Runs the storm; exits with 1 if an alert is lost or doubled. */
    public static void main(String[] args) {
        Map<String, Integer> numbers = Arrays.stream(args)
                .map(argument -> argument.split("=", 2))
                .filter(both -> both.length == 2)
                .collect(Collectors.toMap(both -> both[0], both -> Integer.valueOf(both[1])));
        boolean right;
        try (LabArgus argus = LabArgus.start()) {
            StormBench storm = new StormBench(argus, numbers.getOrDefault("alerts", 10_000));
            try (GenericProgram running = storm.program) {
                right = storm.run(Duration.ofSeconds(numbers.getOrDefault("down", 120)));
            }
        }
        System.exit(right ? 0 : 1);
    }

    private boolean run(Duration down) {
        long start = System.nanoTime();
        send(0, alerts / 2, true);
        Await.that(LIMIT, "a quarter is open", () -> argus.openCount(NAME) >= alerts / 4);
        say("Argus stops, %d incidents are open", argus.openCount(NAME), start);
        argus.down();
        long until = System.nanoTime() + down.toNanos();
        send(alerts / 2, alerts, true);
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        argus.up();
        say("Argus is back after %d s", down.toSeconds(), start);
        Await.equal(LIMIT, "open incidents", alerts, () -> argus.openCount(NAME));
        say("%d are open", alerts, start);
        send(0, alerts / 2, false);
        Await.that(LIMIT, "half has ended", () -> argus.openCount(NAME) <= alerts - alerts / 2);
        say("%d have ended", alerts / 2, start);
        return judge();
    }

    private void send(int from, int to, boolean open) {
        for (int first = from; first < to; first += AT_ONCE) {
            List<String> messages = IntStream.range(first, Math.min(to, first + AT_ONCE))
                    .mapToObj(number -> open ? opening(number) : closing(number))
                    .toList();
            program.send(messages.toString());
        }
    }

    private String opening(int number) {
        return String.format(
                Locale.ROOT,
                "{\"open\": {\"key\": \"%s\", \"start\": \"%s\", \"level\": 2, \"description\": \"number %d\","
                        + " \"tags\": {\"host\": \"host%d\"}}}",
                key(number),
                begin,
                number,
                number % 100);
    }

    private static String closing(int number) {
        return "{\"close\": {\"key\": \"" + key(number) + "\", \"end\": \"" + Instant.now() + "\"}}";
    }

    private static String key(int number) {
        return String.format(Locale.ROOT, "alert-%05d", number);
    }

    private boolean judge() {
        List<String> wanted =
                IntStream.range(alerts / 2, alerts).mapToObj(StormBench::key).toList();
        List<String> open = keys(argus.openIds(NAME));
        long missing = wanted.stream().filter(key -> !open.contains(key)).count();
        long doubled = argus.count(NAME) - alerts;
        Map<String, Integer> logs = argus.logs(NAME);
        int needless = logs.entrySet().stream()
                .filter(log -> !log.getKey().equals("STA") && !log.getKey().equals("STA END"))
                .mapToInt(Map.Entry::getValue)
                .sum();
        System.out.println("logs of the incidents: " + logs);
        boolean right = verdict("alerts lost", missing);
        right &= verdict("open without an alert", open.size() + missing - wanted.size());
        right &= verdict("incidents beyond one for each alert", doubled);
        right &= verdict("incidents with other events than one start and one end", needless);
        return right;
    }

    private static List<String> keys(List<String> ids) {
        return ids.stream().map(id -> id.split("@", 2)[0]).sorted().toList();
    }

    private static boolean verdict(String what, long seen) {
        System.out.printf(Locale.ROOT, "%-55s %d of at most 0: %s%n", what, seen, seen == 0 ? "PASS" : "FAIL");
        return seen == 0;
    }

    private static void say(String text, long value, long start) {
        double after = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "after %.0f s: " + text + "%n", after, value);
    }
}
