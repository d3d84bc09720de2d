package io.github.argusglue.core.reconcile;

import org.openjdk.jmh.annotations.*;

@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 1, time = 1)
public class ProbeBench {
    @Benchmark
    public int x() {
        return Text.class.hashCode();
    }
}
