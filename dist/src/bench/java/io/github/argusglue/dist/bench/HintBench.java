package io.github.argusglue.dist.bench;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.plan.Reconciler;
import io.github.argusglue.core.registry.Ledger;
import io.github.argusglue.core.registry.Mirror;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.DesiredIncident;
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
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a snapshot in which one alert of very many has changed to the plan that says so: what a hint costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
public class HintBench {
    @Param("100000")
    private int alerts;

    private final Reconciler reconciler = new Reconciler("bench", World.US);
    private final Ledger ledger = new Ledger();
    private final Mirror mirror = new Mirror();
    private final AlertShaper shaper = new AlertShaper(List.of());
    private final List<Alert> current = new ArrayList<>();
    private final World world = new World();
    private int changed;

    /** Makes the alerts, and incidents that are as they should be. */
    @Setup
    public void world() {
        for (int i = 0; i < alerts; i++) {
            current.add(world.alert(i, Severity.HIGH));
        }
        List<Incident> incidents = new ArrayList<>();
        Desired desired = shaper.shape(Snapshot.complete(current), World.NOW);
        for (DesiredIncident incident : desired.incidents()) {
            incidents.add(world.incident(incident, incidents.size() + 1L));
        }
        mirror.replace(incidents, Set.of());
        reconciler.plan(desired, mirror, ledger, Policy.DEFAULT, World.NOW);
    }

    /** Changes one alert, puts the one before back, and plans. */
    @Benchmark
    public Plan hint() {
        current.set(changed, world.alert(changed, Severity.HIGH));
        changed = (changed + 7_919) % alerts;
        current.set(changed, world.alert(changed, Severity.CRITICAL));
        Desired desired = shaper.shape(Snapshot.complete(current), World.NOW);
        Plan plan = reconciler.plan(desired, mirror, ledger, Policy.DEFAULT, World.NOW);
        if (plan.actions().size() != 1) {
            throw new IllegalStateException(
                    "one alert has changed, the plan says " + plan.actions().size());
        }
        return plan;
    }
}
