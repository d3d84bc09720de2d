package io.github.argusglue.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.core.Seeds;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever scopes are unknown: an incident of an unknown scope, or of none, is never closed for the absence of its
 * alert. All other incidents are closed exactly as with a complete snapshot in which nothing unknown has changed.
 */
final class ScopePropertyTest {
    private static final int RUNS = 200;
    private static final int STEPS = 25;

    static List<Long> seeds() {
        return Seeds.of("scope.seed", RUNS);
    }

    @ParameterizedTest(name = "-Dscope.seed={0}")
    @MethodSource("seeds")
    void closesExactlyWhatIsKnownToBeAbsent(long seed) {
        ScopeRun run = new ScopeRun(seed, PolicySketch.DEFAULT.build());
        for (int i = 0; i < STEPS; i++) {
            run.step();
            Set<Long> ended = run.ends(run.scoped);
            assertEquals(run.knownToBeAbsent(), ended, () -> run.name);
            assertEquals(run.ends(run.whole), ended, () -> run.name + ": as with a complete snapshot");
            run.carryOut();
        }
    }

    @ParameterizedTest(name = "-Dscope.seed={0}")
    @MethodSource("seeds")
    void withTheGuardOnlyTheTimeDiffers(long seed) {
        ScopeRun run = new ScopeRun(seed, PolicySketch.GUARDED.build());
        for (int i = 0; i < STEPS; i++) {
            run.step();
            Set<Long> ended = run.ends(run.scoped);
            Set<Long> known = run.knownToBeAbsent();
            assertEquals(Set.of(), minus(ended, known), () -> run.name + ": ends without being known to be absent");
            if (run.random.nextBoolean()) {
                run.scoped.after(run.scoped.policy.confirmAfter());
                run.look();
                assertEquals(known, run.ends(run.scoped), () -> run.name + ": confirmed");
            }
            run.carryOut();
        }
    }

    private static Set<Long> minus(Set<Long> all, Set<Long> some) {
        Set<Long> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static final class ScopeRun {
        private final String name;
        private final Random random;
        private final Scene scoped = new Scene();
        private final Scene whole = new Scene();
        private final int scopes;
        private final List<Alert> alerts = new ArrayList<>();

        /** The scope that the incident of each alert shows; empty for none. */
        private final Map<Long, String> shown = new TreeMap<>();

        private final Set<Integer> absent = new TreeSet<>();
        private final Set<String> unknown = new TreeSet<>();
        private final Set<Integer> read = new TreeSet<>();

        ScopeRun(long seed, Policy policy) {
            this.name = "seed " + seed;
            this.random = new Random(seed);
            this.scopes = 1 + random.nextInt(4);
            scoped.policy = policy;
            whole.policy = policy;
            int count = 1 + random.nextInt(60);
            for (int i = 0; i < count; i++) {
                boolean none = random.nextInt(5) == 0;
                String scope = "s" + random.nextInt(scopes);
                Alert.Builder alert = random.nextBoolean() ? Scene.keyed("a" + i) : Scene.unique("a" + i);
                if (!none) {
                    alert.scope(scope);
                }
                alerts.add(alert.build());
                boolean older = random.nextInt(6) == 0;
                Alert of = older ? Scene.keyed("a" + i).build() : alerts.get(i);
                if (older && alerts.get(i).id().isUnique()) {
                    of = Scene.unique("a" + i).build();
                }
                shown.put(i + 1L, none || older ? "" : scope);
                scoped.opened(i + 1, of);
                whole.opened(i + 1, of);
            }
        }

        void step() {
            scoped.after(Duration.ofSeconds(1 + random.nextInt(100)));
            unknown.clear();
            for (int i = 0; i < scopes; i++) {
                if (random.nextInt(3) == 0) {
                    unknown.add("s" + i);
                }
            }
            absent.clear();
            read.clear();
            int share = random.nextInt(101);
            for (int i = 0; i < alerts.size(); i++) {
                if (random.nextInt(100) < share) {
                    absent.add(i);
                }
                if (random.nextInt(4) == 0) {
                    read.add(i);
                }
            }
            look();
        }

        /** Takes a snapshot of each scene; of unknown scopes only some alerts could be read. */
        void look() {
            List<Alert> known = new ArrayList<>();
            List<Alert> all = new ArrayList<>();
            for (int i = 0; i < alerts.size(); i++) {
                boolean isRead = isKnown(alerts.get(i).scope().orElse("")) || read.contains(i);
                if (!absent.contains(i) && isRead) {
                    known.add(alerts.get(i));
                }
                if (!absent.contains(i) || !isKnown(i + 1L)) {
                    all.add(alerts.get(i));
                }
            }
            Snapshot snapshot = Snapshot.complete(known);
            for (String scope : unknown) {
                snapshot = snapshot.except(scope, "down");
            }
            scoped.snapshot(snapshot);
            whole.now = scoped.now;
            whole.complete(all.toArray(Alert[]::new));
        }

        private boolean isKnown(long pk) {
            return isKnown(shown.getOrDefault(pk, ""));
        }

        private boolean isKnown(String scope) {
            return unknown.isEmpty() || (!scope.isEmpty() && !unknown.contains(scope));
        }

        Set<Long> knownToBeAbsent() {
            Set<Long> pks = new TreeSet<>();
            for (int i : absent) {
                if (isKnown(i + 1L) && scoped.mirror.get(i + 1L) != null) {
                    pks.add(i + 1L);
                }
            }
            return pks;
        }

        Set<Long> ends(Scene scene) {
            Set<Long> pks = new TreeSet<>();
            for (Action action : scene.lastPlan().actions()) {
                if (action instanceof Action.End end) {
                    pks.add(end.pk());
                }
            }
            return pks;
        }

        void carryOut() {
            for (long pk : ends(scoped)) {
                scoped.mirror.remove(pk);
                whole.mirror.remove(pk);
            }
        }
    }
}
