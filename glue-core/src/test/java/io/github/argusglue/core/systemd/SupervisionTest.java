package io.github.argusglue.core.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.http.FakeServiceStatus.FakeSource;
import io.github.argusglue.core.http.FakeServiceStatus.StatusSketch;
import io.github.argusglue.core.status.SourceStatus.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class SupervisionTest {
    private static final Duration OFF = Duration.ZERO;
    private static final Duration SHORT = Duration.ofNanos(3);

    private final List<FakeSource> sources = new ArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    private FakeSource source(String name, RunState state) {
        StatusSketch sketch = new StatusSketch(name);
        sketch.state = state;
        sketch.open = state == RunState.STARTING ? -1 : 3;
        FakeSource source = new FakeSource(name);
        source.status = sketch.build();
        sources.add(source);
        return source;
    }

    private static void become(FakeSource source, RunState state) {
        StatusSketch sketch = new StatusSketch(source.status().source());
        sketch.state = state;
        source.status = sketch.build();
    }

    private Supervision supervision(Duration watchdog) {
        return new Supervision(() -> sources, sent::addAll, watchdog);
    }

    private List<String> look(Supervision supervision) {
        sent.clear();
        supervision.check();
        return List.copyOf(sent);
    }

    @Test
    void readyAfterTheFirstOutcomeOfEverySource() {
        FakeSource oslo = source("oslo", RunState.STARTING);
        source("bergen", RunState.FAILING);
        source("tromso", RunState.STANDBY);
        Supervision supervision = supervision(OFF);
        assertEquals(
                List.of("STATUS=sources: 0 ok, 1 failing (bergen), 1 standby, 1 starting; 6 incidents open"),
                look(supervision));

        become(oslo, RunState.ACTIVE);

        assertEquals(
                List.of("READY=1", "STATUS=sources: 1 ok, 1 failing (bergen), 1 standby; 9 incidents open"),
                look(supervision));
        assertEquals(List.of(), look(supervision), "said once");
    }

    @Test
    void theWatchdogIsNotifiedWhileEveryLoopIsAlive() {
        FakeSource oslo = source("oslo", RunState.ACTIVE);
        source("bergen", RunState.FAILING);
        Supervision supervision = supervision(SHORT);
        assertTrue(look(supervision).contains("WATCHDOG=1"));
        assertEquals(List.of("WATCHDOG=1"), look(supervision), "a source that fails is no loop that hangs");

        oslo.hangReason = "its thread has been stuck for 31 s";
        assertEquals(List.of(), look(supervision));
        assertEquals(List.of(), look(supervision));

        oslo.hangReason = null;
        assertEquals(List.of("WATCHDOG=1"), look(supervision));
    }

    @Test
    void theWatchdogIsNotifiedAtMostAsOftenAsNeeded() {
        source("oslo", RunState.ACTIVE);
        Supervision supervision = supervision(Duration.ofHours(1));
        assertTrue(look(supervision).contains("WATCHDOG=1"));
        assertEquals(List.of(), look(supervision));
    }

    @Test
    void withoutANotifierNothingIsSent() {
        source("oslo", RunState.ACTIVE);
        assertEquals(
                List.of("READY=1", "STATUS=sources: 1 ok, 0 failing, 0 standby; 3 incidents open"),
                look(supervision(OFF)));
        new Supervision(() -> sources, null, SHORT).check();
    }

    @Test
    void aReloadIsReported() {
        source("oslo", RunState.ACTIVE);
        Supervision supervision = supervision(OFF);
        supervision.reloading(true);
        supervision.reloading(false);
        assertEquals(List.of(), List.copyOf(sent), "not before it is ready");
        look(supervision);
        sent.clear();

        long before = System.nanoTime() / 1_000;
        supervision.reloading(true);
        assertEquals("RELOADING=1", sent.get(0));
        long at = Long.parseLong(sent.get(1).replace("MONOTONIC_USEC=", ""));
        assertTrue(at >= before && at <= System.nanoTime() / 1_000, sent::toString);

        sent.clear();
        supervision.reloading(false);
        assertEquals(
                List.of("READY=1", "STATUS=sources: 1 ok, 0 failing, 0 standby; 3 incidents open"), List.copyOf(sent));
    }

    @Test
    void theThreadNotifiesPeriodically() {
        FakeSource oslo = source("oslo", RunState.STARTING);
        Supervision supervision = supervision(Duration.ofMillis(30));
        supervision.start();
        become(oslo, RunState.ACTIVE);
        Await.until("ready", () -> sent.contains("READY=1"));
        Await.until("fed", () -> sent.stream().filter("WATCHDOG=1"::equals).count() > 3);

        supervision.stopping();

        assertTrue(sent.contains("STOPPING=1"));
        int after = sent.size();
        Await.never("told after the end", Duration.ofMillis(200), () -> sent.size() > after);
    }

    @Test
    void theWatchdogInterval() {
        long pid = 4711;
        assertEquals(Duration.ZERO, WatchdogInterval.of(Map.of(), pid));
        assertEquals(Duration.ofSeconds(90), WatchdogInterval.of(Map.of("WATCHDOG_USEC", "90000000"), pid));
        assertEquals(
                Duration.ofSeconds(1),
                WatchdogInterval.of(Map.of("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "4711"), pid));
        assertEquals(
                Duration.ZERO,
                WatchdogInterval.of(Map.of("WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "1"), pid),
                "of another process");
        for (String odd : List.of("", "x", "-5", "99999999999999999999", Long.toString(Long.MAX_VALUE))) {
            assertEquals(Duration.ZERO, WatchdogInterval.of(Map.of("WATCHDOG_USEC", odd), pid), odd);
        }
    }

    @Test
    void withoutASocketNothingIsSent() {
        assertTrue(SystemdNotify.of(Map.of()).isEmpty());
        assertTrue(SystemdNotify.of(Map.of("NOTIFY_SOCKET", "")).isEmpty());
    }
}
