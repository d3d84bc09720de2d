package io.github.argusglue.core.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.config.FailoverConfig;
import io.github.argusglue.core.config.FailoverProbe;
import io.github.argusglue.core.executor.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The failover monitor as a whole: restarts, reloads and manual changes. */
final class FailoverMonitorTest {
    private final Path folder;
    private final List<FailoverMonitor> open = new ArrayList<>();
    private final List<Role> changes = new CopyOnWriteArrayList<>();
    private final Scripted primary = new Scripted();

    FailoverMonitorTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        open.forEach(FailoverMonitor::close);
    }

    /** A primary whose state the test sets. */
    private static final class Scripted implements Probe {
        volatile ProbeResult answer = ProbeResult.up("answers");
        final AtomicInteger asked = new AtomicInteger();
        volatile boolean closed;
        volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public ProbeResult probe() throws InterruptedException {
            gate.await();
            asked.incrementAndGet();
            return answer;
        }

        @Override
        public String target() {
            return "test of it";
        }

        @Override
        public void close() {
            closed = true;
        }

        void awaitAsked(int more) {
            int wanted = asked.get() + more;
            Await.until(more + " more questions", () -> asked.get() >= wanted);
        }
    }

    private static FailoverConfig config(String address, int threshold) {
        return new FailoverSketch(FailoverProbe.TCP, address)
                .interval(Duration.ofMillis(100))
                .thresholds(threshold, 2)
                .build();
    }

    private FailoverMonitor start() {
        FailoverMonitor[] made = new FailoverMonitor[1];
        made[0] = new FailoverMonitor(
                config("a:1", 3), primary, folder, InstantSource.system(), () -> changes.add(made[0].role()));
        open.add(made[0]);
        made[0].start();
        return made[0];
    }

    private static void awaitRole(FailoverMonitor monitor, Role role) {
        Await.until(role.name(), () -> monitor.role() == role);
    }

    @Test
    void takesOverAndHandsBack() {
        FailoverMonitor monitor = start();
        primary.awaitAsked(2);
        assertEquals(Role.STANDBY, monitor.role());
        assertEquals("the primary answers", monitor.status().reason());
        primary.answer = ProbeResult.down("does not answer within 1000 ms");
        awaitRole(monitor, Role.ACTIVE);
        assertTrue(monitor.status().reason().startsWith("the primary does not answer"), monitor.status()::reason);
        primary.answer = ProbeResult.up("answers");
        awaitRole(monitor, Role.STANDBY);
        Await.until("both were told", () -> changes.equals(List.of(Role.ACTIVE, Role.STANDBY)));
    }

    @Test
    void anUnknownResultChangesNothing() {
        FailoverMonitor monitor = start();
        primary.answer = ProbeResult.unknown("cannot be asked");
        primary.awaitAsked(6);
        assertEquals(Role.STANDBY, monitor.role());
        assertEquals("the primary cannot be asked", monitor.status().reason());
    }

    @Test
    void aHangingProbeBlocksNothing() throws IOException {
        primary.gate = new CountDownLatch(1);
        FailoverMonitor monitor = start();
        assertEquals("the primary has not been checked yet", monitor.status().reason());
        monitor.set(Role.ACTIVE);
        Await.until("told", () -> changes.equals(List.of(Role.ACTIVE)));
        primary.gate.countDown();
    }

    @Test
    void aHangingListenerDoesNotBlockTheChecks() {
        CountDownLatch end = new CountDownLatch(1);
        FailoverMonitor monitor = new FailoverMonitor(config("a:1", 1), primary, folder, InstantSource.system(), () -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        open.add(monitor);
        primary.answer = ProbeResult.down("is not there");
        monitor.start();
        awaitRole(monitor, Role.ACTIVE);
        primary.awaitAsked(3);
        primary.answer = ProbeResult.up("answers");
        awaitRole(monitor, Role.STANDBY);
        end.countDown();
    }

    @Test
    void aRoleSetByHandStaysAcrossRestarts() throws IOException {
        FailoverMonitor first = start();
        first.set(Role.ACTIVE);
        assertEquals(Role.ACTIVE, first.role());
        primary.awaitAsked(3);
        assertEquals(Role.ACTIVE, first.role());
        assertEquals(
                "set by hand; the automatic role would be standby: the primary answers",
                first.status().reason());
        Instant since = first.status().byHandSince();
        first.close();

        FailoverMonitor second = start();
        assertEquals(Role.ACTIVE, second.role());
        assertEquals(Role.ACTIVE, second.status().byHand());
        assertEquals(since, second.status().byHandSince());
        second.set(null);
        assertEquals(Role.STANDBY, second.role(), "the primary answers, after all");
        assertNull(second.status().byHand());
        second.close();

        assertEquals(Role.STANDBY, start().role());
    }

    @Test
    void standbyByHandLeavesADeadPrimaryAlone() throws IOException {
        FailoverMonitor monitor = start();
        monitor.set(Role.STANDBY);
        primary.answer = ProbeResult.down("is not there");
        Await.until("it would", () -> monitor.status().automatic() == Role.ACTIVE);
        assertEquals(Role.STANDBY, monitor.role());
        assertEquals(List.of(), changes);
        monitor.set(null);
        assertEquals(Role.ACTIVE, monitor.role());
    }

    @Test
    void anActiveProcessTakesOverAfterOneFailure() {
        FailoverMonitor first = start();
        primary.answer = ProbeResult.down("is not there");
        awaitRole(first, Role.ACTIVE);
        first.close();

        primary.gate = new CountDownLatch(1);
        FailoverMonitor second = start();
        assertEquals(Role.STANDBY, second.role(), "until it has asked once");
        int asked = primary.asked.get();
        primary.gate.countDown();
        awaitRole(second, Role.ACTIVE);
        assertTrue(primary.asked.get() <= asked + 2, "not three failures");
        second.close();

        primary.answer = ProbeResult.up("answers");
        FailoverMonitor third = start();
        primary.awaitAsked(4);
        assertEquals(Role.STANDBY, third.role());
    }

    @Test
    void aReloadKeepsTheRole() throws IOException {
        List<Scripted> made = new CopyOnWriteArrayList<>();
        FailoverGroups groups = new FailoverGroups(folder, InstantSource.system(), group -> {}, config -> {
            Scripted probe = new Scripted();
            probe.answer = ProbeResult.down("is not there");
            made.add(probe);
            return probe;
        });
        groups.prepare(Map.of("zino", config("a:1", 3))).commit();
        Await.until("active", () -> groups.isActive("zino"));
        FailoverMonitor monitor = groups.group("zino").orElseThrow();

        groups.prepare(Map.of("zino", config("a:1", 3))).commit();
        groups.prepare(Map.of("zino", config("a:1", 5))).commit();
        assertEquals(1, made.size(), "what is asked is the same");
        assertTrue(groups.isActive("zino"));

        groups.prepare(Map.of("zino", config("b:1", 5))).commit();
        assertEquals(2, made.size());
        assertTrue(made.get(0).closed);
        assertTrue(groups.isActive("zino"), "a reload is no news of the primary");
        assertEquals(monitor, groups.group("zino").orElseThrow());
        Await.until("the new one is asked", () -> made.get(1).asked.get() > 2);

        groups.prepare(Map.of()).commit();
        assertTrue(made.get(1).closed);
        assertEquals(List.of(), groups.status());
        groups.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{\"automatic\": \"nonsense\"}",
                "{\"automatic\": \"active\", \"by_hand\": \"active\"}",
                "{\"automatic\": \"active\", \"by_hand\": \"active\", \"by_hand_since\": \"yesterday\"}"
            })
    void anUnreadableFileDoesNotPreventTheStart(String text) throws IOException {
        Files.createDirectories(folder.resolve("failover"));
        Files.writeString(folder.resolve("failover/zino.json"), text);
        assertEquals(Role.STANDBY, start().role());
    }

    @Test
    void aRoleThatCannotBeStoredIsReported() throws IOException {
        Files.writeString(folder.resolve("failover"), "a file where the folder should be");
        FailoverMonitor monitor = start();
        IOException thrown = assertThrows(IOException.class, () -> monitor.set(Role.ACTIVE));
        assertTrue(String.valueOf(thrown.getMessage()).matches("cannot write '.*zino\\.json'.*"), thrown::getMessage);
        assertEquals(Role.ACTIVE, monitor.role());
    }
}
