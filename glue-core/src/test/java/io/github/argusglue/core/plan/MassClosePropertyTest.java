package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.Seeds;
import io.github.argusglue.core.registry.CloseBudget;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However alerts disappear over several snapshots: within any period, no more incidents than the budget end without
 * confirmation by a later snapshot, never all of them at once, and an alert that stays absent ends eventually.
 */
final class MassClosePropertyTest {
    private static final int RUNS = 200;
    private static final int STEPS = 60;

    static List<Long> seeds() {
        return Seeds.of("mass.close.seed", RUNS);
    }

    @ParameterizedTest(name = "-Dmass.close.seed={0}")
    @MethodSource("seeds")
    void neverMoreThanTheBudgetWithoutAgreement(long seed) {
        new ClosingRun(seed).run();
    }

    /** What ended in one plan. */
    private record Ended(Instant at, int open, int unconfirmed) {}

    private static final class ClosingRun {
        private final String name;
        private final Random random;
        private final Scene scene = new Scene();
        private final CloseBudget budget;
        private final List<Alert> alerts = new ArrayList<>();
        private final Set<Integer> absent = new HashSet<>();
        private final Map<Long, Integer> open = new HashMap<>();
        private final Map<Long, Instant> firstMissed = new HashMap<>();
        private final Set<Long> ending = new HashSet<>();
        private final List<Ended> history = new ArrayList<>();

        ClosingRun(long seed) {
            this.name = "seed " + seed;
            this.random = new Random(seed);
            int count = random.nextInt(3) == 0 ? 1 + random.nextInt(2000) : 1 + random.nextInt(40);
            this.budget =
                    new CloseBudget(random.nextInt(4), random.nextInt(100), Duration.ofMinutes(1 + random.nextInt(30)));
            scene.policy = PolicySketch.GUARDED
                    .closeBudget(budget)
                    .confirmAfter(Duration.ofSeconds(1 + random.nextInt(120)))
                    .closeAfter(Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(200) : 0))
                    .build();
            for (int i = 0; i < count; i++) {
                alerts.add(Scene.keyed("a" + i).build());
                open(i);
            }
            if (random.nextBoolean()) {
                scene.ledger.assumeCalm(count, scene.steadyNow());
            }
        }

        private void open(int alert) {
            scene.opened(alert + 1L, alerts.get(alert));
            open.put(alert + 1L, alert);
        }

        void run() {
            for (int i = 0; i < STEPS && !open.isEmpty(); i++) {
                passTime();
                change();
                look();
            }
            everythingGoneForGoodEnds();
        }

        private void passTime() {
            long interval = scene.policy.confirmAfter().toMillis();
            long passes = switch (random.nextInt(5)) {
                case 0 -> random.nextInt(300);
                case 1 -> (long) (random.nextDouble() * interval);
                case 2 -> interval + random.nextInt(50) - 25;
                case 3 -> (long) (random.nextDouble() * 4 * interval);
                default -> (long) (random.nextDouble() * budget.within().toMillis());
            };
            scene.after(Duration.ofMillis(Math.max(1, passes)));
            if (random.nextInt(10) == 0) {
                scene.clockSet(Duration.ofSeconds(random.nextInt(20_000) - 10_000));
            }
        }

        /** Some alerts disappear, some return. */
        private void change() {
            double share = random.nextInt(4) == 0 ? 1 : random.nextDouble() * random.nextDouble();
            boolean back = random.nextInt(4) == 0;
            for (int alert : List.copyOf(open.values())) {
                if (random.nextDouble() < share) {
                    if (back) {
                        absent.remove(alert);
                    } else {
                        absent.add(alert);
                    }
                }
            }
        }

        private void look() {
            List<Alert> present = new ArrayList<>();
            List<Ending> inferred = new ArrayList<>();
            boolean partial = random.nextInt(6) == 0;
            boolean infers = random.nextInt(3) == 0;
            Set<Long> missed = new HashSet<>();
            for (Map.Entry<Long, Integer> one : open.entrySet()) {
                Alert alert = alerts.get(one.getValue());
                if (!absent.contains(one.getValue())) {
                    present.add(alert);
                    firstMissed.remove(one.getKey());
                    ending.remove(one.getKey());
                } else if (infers && random.nextBoolean()) {
                    inferred.add(Ending.inferred(alert.id(), scene.now, "gone"));
                    missed.add(one.getKey());
                } else if (!partial) {
                    missed.add(one.getKey());
                }
            }
            missed.forEach(pk -> firstMissed.putIfAbsent(pk, scene.steadyNow()));
            Snapshot snapshot = partial ? Snapshot.partial(present, "half") : Snapshot.complete(present);
            scene.snapshot(snapshot.withEndings(inferred));
            check(missed, present.isEmpty() && missed.size() == open.size());
            List<Integer> closed = carryOut();
            scene.again();
            check(missed, false);
            // A returning alert continues in its incident.
            closed.stream().filter(alert -> random.nextInt(3) == 0).forEach(alert -> {
                absent.remove(alert);
                open(alert);
            });
        }

        private void check(Set<Long> missed, boolean allGone) {
            int unconfirmed = 0;
            for (Action action : scene.lastPlan().actions()) {
                long pk = action.pk();
                if (!(action instanceof Action.End) || !ending.add(pk)) {
                    continue;
                }
                assertTrue(missed.contains(pk), () -> name + ": " + pk + " ends, which this snapshot does not miss");
                Instant due = firstMissed.getOrDefault(pk, Instant.MAX).plus(scene.policy.confirmAfter());
                if (due.isAfter(scene.steadyNow())) {
                    unconfirmed++;
                }
            }
            assertFalse(allGone && unconfirmed > 0, () -> name + ": everything ends without agreement");
            history.add(new Ended(scene.steadyNow(), open.size(), unconfirmed));
            for (int begin = 0; begin < history.size(); begin++) {
                Ended first = history.get(begin);
                int ended = 0;
                for (Ended one : history.subList(begin, history.size())) {
                    ended += one.at().isAfter(first.at().plus(budget.within())) ? 0 : one.unconfirmed();
                }
                int limit = budget.limit(first.open());
                int all = ended;
                assertTrue(all <= limit, () -> name + ": " + all + " of " + first + " end, not " + limit);
            }
        }

        /** Some actions are executed at once, some later or never. */
        private List<Integer> carryOut() {
            int most = random.nextInt(3) == 0 ? random.nextInt(20) : Integer.MAX_VALUE;
            List<Integer> closed = new ArrayList<>();
            for (Action action : scene.lastPlan().actions()) {
                long pk = action.pk();
                if (action instanceof Action.End && closed.size() < most) {
                    scene.mirror.remove(pk);
                    closed.add(open.remove(pk));
                    firstMissed.remove(pk);
                    ending.remove(pk);
                }
            }
            return closed;
        }

        private void everythingGoneForGoodEnds() {
            Duration longest =
                    scene.policy.confirmAfter().plus(scene.policy.floodLimits().closeAfter());
            scene.complete();
            for (int i = 0; i < 2; i++) {
                scene.after(longest);
                scene.complete();
                scene.carryOutClosings(Integer.MAX_VALUE);
            }
            assertEquals(0, scene.mirror.size(), name);
        }
    }
}
