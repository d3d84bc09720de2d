package io.github.argusglue.spi.testing;

import static io.github.argusglue.spi.testing.ClusterBench.LONG;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.spi.cluster.ClusterEngine;
import io.github.argusglue.spi.cluster.ClusterException;
import io.github.argusglue.spi.cluster.ClusterException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Tests of what an engine does when its store does not. */
public interface ClusterFailureContract {

    /** Returns the engines of the running test. */
    ClusterBench bench();

    @Test
    default void callsFailIfNothingListens() throws Exception {
        InetSocketAddress free;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = (InetSocketAddress) server.getLocalSocketAddress();
        }
        checkCallsFail(free);
    }

    @Test
    default void callsFailIfNothingAnswers() throws Exception {
        // The system accepts connections for it.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            checkCallsFail((InetSocketAddress) silent.getLocalSocketAddress());
        }
    }

    private void checkCallsFail(InetSocketAddress address) throws Exception {
        String session = bench().engine().open("one", "", LONG);
        Duration timeout = Duration.ofSeconds(1);
        ClusterEngine engine = bench().engineAt(address, timeout);
        Map<String, TimedCalls.RunningCall<Long>> running = new LinkedHashMap<>();
        callsOf(engine, session)
                .forEach((name, call) -> running.put(name, bench().begin(name, () -> {
                    long begin = System.nanoTime();
                    ClusterException failure = ClusterBench.assertFails(name, call, Kind.UNREACHABLE);
                    long took = System.nanoTime() - begin;
                    assertTrue(
                            String.valueOf(failure.getMessage()).contains(String.valueOf(address.getPort())),
                            "the message of " + name + " does not name the address " + address + ": "
                                    + failure.getMessage());
                    return took;
                })));
        for (Map.Entry<String, TimedCalls.RunningCall<Long>> call : running.entrySet()) {
            Duration took = Duration.ofNanos(call.getValue().await(Duration.ofSeconds(30), ""));
            assertTrue(
                    took.compareTo(timeout.plusSeconds(1)) < 0,
                    call.getKey() + " failed after " + took.toMillis() + " ms; its timeout is " + timeout.toMillis()
                            + " ms");
        }
    }

    private static Map<String, Executable> callsOf(ClusterEngine engine, String session) {
        Map<String, Executable> calls = new LinkedHashMap<>();
        calls.put("open()", () -> engine.open("two", "", LONG));
        calls.put("renew()", () -> engine.renew(session));
        calls.put("describe()", () -> engine.describe(session, "x"));
        calls.put("end()", () -> engine.end(session));
        calls.put("view()", engine::view);
        calls.put("claim()", () -> engine.claim(session, "oslo"));
        calls.put("release()", () -> engine.release(session, "oslo"));
        calls.put("get()", () -> engine.get("oslo", "seen"));
        calls.put("put()", () -> engine.put(session, "oslo", "seen", new byte[1]));
        calls.put("remove()", () -> engine.remove(session, "oslo", "seen"));
        return calls;
    }

    @Test
    default void interruptEndsACall() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ClusterEngine engine =
                    bench().engineAt((InetSocketAddress) silent.getLocalSocketAddress(), Duration.ofSeconds(25));
            TimedCalls.RunningCall<?> view = bench().begin("view()", engine::view);
            try (Socket connected = silent.accept()) {
                assertTrue(connected.isConnected() && !view.isDone(), "view() returned, and nobody has answered");
                view.interrupt();
                assertTrue(
                        view.endsWithin(Duration.ofSeconds(2)),
                        "view() has not ended 2 s after an interrupt; it is at " + TimedCalls.place(view.thread()));
                assertThrows(
                        InterruptedException.class,
                        () -> view.await(Duration.ofSeconds(1), ""),
                        "view() that was interrupted");
            }
        }
    }

    @Test
    default void closeEndsThreads() throws Exception {
        TimedCalls calls = new TimedCalls("calls into an engine that is closed", Duration.ofSeconds(30));
        ClusterEngine engine = calls.call("the creation of an engine", () -> bench().engine());
        calls.call("view()", engine::view);
        calls.call("close()", () -> {
            engine.close();
            return true;
        });
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!calls.startedThreads().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "threads of the engine are alive 5 s after close(): " + calls.startedThreads());
            }
            TestBench.letTimePass(Duration.ofMillis(20));
        }
    }

    @Test
    default void wrongCredentialsAreReported() throws Exception {
        List<ClusterEngine> engines = bench().enginesWithWrongCredentials();
        for (ClusterEngine engine : engines) {
            ClusterBench.assertFails("open()", () -> engine.open("one", "", LONG), Kind.UNAUTHORIZED);
            ClusterBench.assertFails("view()", engine::view, Kind.UNAUTHORIZED);
            ClusterBench.assertFails("get()", () -> engine.get("oslo", "seen"), Kind.UNAUTHORIZED);
        }
    }
}
