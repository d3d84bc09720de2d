package io.github.argusglue.dist.bench;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One plan of very many alerts against as many incidents that were never compared before, one in a hundred changed: a
 * third of those new, a third gone, a third with another level. The heap of the fork is the bound that is claimed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC", "-Xmn64m"})
public class PlanBench {
    @Param("1000000")
    private int alerts;

    private final Reconciler reconciler = new Reconciler("bench", World.US);
    private final Ledger ledger = new Ledger();
    private List<Incident> incidents = List.of();
    private Mirror mirror = new Mirror();
    private Desired desired = new AlertShaper(List.of()).shape(Snapshot.complete(List.of()), World.NOW);

    /** Makes the alerts and the incidents. */
    @Setup
    public void world() {
        World world = new World();
        List<Alert> now = new ArrayList<>(alerts);
        incidents = new ArrayList<>(alerts);
        AlertShaper before = new AlertShaper(List.of());
        for (int i = 0; i < alerts; i++) {
            Alert alert = world.alert(i, Severity.HIGH);
            boolean isNew = i % 300 == 0;
            boolean isGone = i % 300 == 100;
            if (!isGone) {
                now.add(i % 300 == 200 ? world.alert(i, Severity.LOW) : alert);
            }
            if (!isNew) {
                Desired shaped = before.shape(Snapshot.complete(List.of(alert)), World.NOW);
                incidents.add(world.incident(shaped.incidents().get(0), i + 1L));
            }
        }
        desired = new AlertShaper(List.of()).shape(Snapshot.complete(now), World.NOW);
    }

    /** Forgets what was compared. */
    @Setup(Level.Invocation)
    public void forget() {
        // What was compared refers to the old picture, which would be kept beside the new one.
        mirror.replace(List.of(), Set.of());
        mirror = new Mirror();
        mirror.replace(incidents, Set.of());
    }

    /** Plans. */
    @Benchmark
    public Plan plan() {
        return reconciler.plan(desired, mirror, ledger, Policy.DEFAULT, World.NOW);
    }
}
