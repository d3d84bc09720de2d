package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterView;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.function.Executable;

/** The engines of one test of {@link ClusterEngineContract}. */
public final class ClusterBench implements AutoCloseable {
    /** The shortest time to live that an engine has to support. */
    static final Duration SHORT = Duration.ofSeconds(3);

    /** A time to live that no test reaches. */
    static final Duration LONG = Duration.ofMinutes(5);

    /** How long an engine may take beyond what the store needs. */
    static final Duration SOON = Duration.ofSeconds(3);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ClusterEngineContract contract;
    private final TimedCalls calls = new TimedCalls("calls into an engine", Duration.ofSeconds(30));
    private final List<ClusterEngine> engines = new ArrayList<>();

    ClusterBench(ClusterEngineContract contract) {
        this.contract = contract;
    }

    TimedCalls calls() {
        return calls;
    }

    /** Returns one more client of the store. */
    ClusterEngine engine() throws Exception {
        return engine(() -> {});
    }

    ClusterEngine engine(Runnable changed) throws Exception {
        return closedAtTheEnd(contract.engine(TIMEOUT, changed));
    }

    ClusterEngine engineOfAnotherStore() throws Exception {
        return closedAtTheEnd(contract.engineOfAnotherStore(TIMEOUT));
    }

    ClusterEngine engineAt(InetSocketAddress address, Duration timeout) throws Exception {
        return closedAtTheEnd(contract.engineAt(address, timeout));
    }

    List<ClusterEngine> enginesWithWrongCredentials() throws Exception {
        return contract.engineWithWrongCredentials(TIMEOUT).stream()
                .map(this::closedAtTheEnd)
                .toList();
    }

    private ClusterEngine closedAtTheEnd(ClusterEngine engine) {
        engines.add(engine);
        return engine;
    }

    /** Runs a call on a thread of its own. */
    <T> TimedCalls.RunningCall<T> begin(String what, Callable<T> call) {
        return calls.begin(what, call);
    }

    /** Returns the results of calls that run at the same time. */
    <T> List<T> atOnce(String what, List<Callable<T>> wanted) throws Exception {
        List<TimedCalls.RunningCall<T>> running = new ArrayList<>();
        for (Callable<T> call : wanted) {
            running.add(begin(what, call));
        }
        List<T> results = new ArrayList<>();
        for (TimedCalls.RunningCall<T> call : running) {
            results.add(call.await(Duration.ofSeconds(30), ""));
        }
        return results;
    }

    /** Waits for a view that meets a condition. */
    static ClusterView await(ClusterEngine engine, Duration time, String what, Predicate<ClusterView> condition)
            throws Exception {
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            // A call that began before the deadline may return after it.
            boolean isLate = System.nanoTime() - deadline > 0;
            ClusterView view = engine.view();
            if (condition.test(view)) {
                return view;
            }
            if (isLate) {
                return fail("after " + time.toMillis() + " ms, view() does not show " + what + ": " + view);
            }
            TestBench.letTimePass(Duration.ofMillis(20));
        }
    }

    /** Returns what a view shows of a member; fails if it does not show it. */
    static ClusterView.Member member(ClusterView view, String name) {
        ClusterView.Member found = view.members().get(name);
        return found == null ? fail("view() does not show the member '" + name + "': " + view) : found;
    }

    /** Checks that a call fails with one of these kinds, and with a message. */
    static ClusterException assertFails(String what, Executable call, ClusterException.Kind... kinds) {
        ClusterException failure = assertThrows(ClusterException.class, call, what);
        if (!List.of(kinds).contains(failure.kind())) {
            assertEquals(
                    kinds[0],
                    failure.kind(),
                    what + " fails with the wrong kind; its message: " + failure.getMessage());
        }
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            fail(what + " fails without a message");
        }
        return failure;
    }

    @Override
    public void close() {
        for (ClusterEngine engine : engines) {
            engine.close();
        }
    }
}
