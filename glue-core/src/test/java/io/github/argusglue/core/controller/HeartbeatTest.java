package io.github.argusglue.core.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.controller.ModelArgus.Fault;
import io.github.argusglue.core.executor.StepQueue;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.EventFeed;
import io.github.argusglue.core.shape.ShapingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {
    private static final ServerInfo NEW = new ServerInfo("2.10.2", true, true);
    private static final ServerInfo OLD = new ServerInfo("2.9.1", false, false);
    private static final Duration LONG = Duration.ofHours(1);

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final ModelArgus argus = new ModelArgus(clock);
    private final StepQueue queue = new StepQueue();
    private final List<ArgusException> badTokens = new ArrayList<>();

    /** @param every between two; an interval is a thousandth of it */
    private Heartbeat heartbeat(Duration every) {
        return heartbeat(every, Duration.ofSeconds(30));
    }

    private Heartbeat heartbeat(Duration every, Duration interval) {
        SourceSettings settings = new SourceSettings(
                "oslo",
                interval,
                LONG,
                LONG,
                LONG,
                every,
                PolicySketch.DEFAULT.build(),
                List.of(),
                ShapingConfig.tagsOnly(List.of()),
                Path.of("unused"),
                AdapterSketch.in(Path.of("unused")));
        ArgusReader side = new ArgusReader(
                argus, queue, new EventFeed(clock), WriterIdentity.of(settings.name(), settings.stateFile()), clock);
        Heartbeat made = new Heartbeat(
                settings, side, clock, Runnable::run, failure -> badTokens.add(Objects.requireNonNull(failure)));
        made.onServerInfo(NEW);
        return made;
    }

    private int sent() {
        queue.runReads();
        return (int) argus.takeCalls().stream().filter("heartbeat"::equals).count();
    }

    @Test
    void isSentWithFirstSnapshot() {
        Heartbeat heartbeat = heartbeat(LONG);
        assertEquals(0, sent());
        assertNull(heartbeat.last());

        heartbeat.onSnapshot();

        assertEquals(1, sent());
        assertEquals(clock.instant(), heartbeat.last());
    }

    @Test
    void isNotRepeatedBeforeInterval() {
        Heartbeat heartbeat = heartbeat(LONG);
        for (int i = 0; i < 10; i++) {
            heartbeat.onSnapshot();
            assertEquals(i == 0 ? 1 : 0, sent());
        }
    }

    @Test
    void irregularCyclesDoNotHalveRate() {
        // Due in half an interval: it is sent with this snapshot, because the next one would be late.
        Heartbeat heartbeat = heartbeat(Duration.ofMinutes(10), Duration.ofMinutes(20));
        heartbeat.onSnapshot();
        assertEquals(1, sent());
        heartbeat.onSnapshot();
        assertEquals(1, sent());
    }

    @Test
    void zeroIntervalDisablesHeartbeat() {
        Heartbeat heartbeat = heartbeat(Duration.ZERO);
        heartbeat.onSnapshot();
        assertEquals(0, sent());
    }

    @Test
    void onlyOneIsInFlight() {
        Heartbeat heartbeat = heartbeat(Duration.ofNanos(1));
        heartbeat.onSnapshot();
        heartbeat.onSnapshot();
        assertEquals(1, queue.size());
        assertEquals(1, sent());
        heartbeat.onSnapshot();
        assertEquals(1, sent());
    }

    @Test
    void dropsHeartbeatThatWaitedTooLong() throws Exception {
        Heartbeat heartbeat = heartbeat(LONG, Duration.ofNanos(1));
        heartbeat.onSnapshot();
        assertEquals(0, sent());
        assertNull(heartbeat.last());
    }

    @Test
    void retriesWithNextSnapshotIfServerIsDown() {
        Heartbeat heartbeat = heartbeat(LONG);
        argus.faults(call -> Fault.DOWN);
        heartbeat.onSnapshot();
        assertEquals(1, sent());
        assertNull(heartbeat.last());

        argus.faults(call -> Fault.NONE);
        heartbeat.onSnapshot();
        assertEquals(1, sent());
        assertNotNull(heartbeat.last());
    }

    @Test
    void reportsRefusedToken() {
        Heartbeat heartbeat = heartbeat(LONG);
        argus.faults(call -> Fault.BAD_TOKEN);
        heartbeat.onSnapshot();
        assertEquals(1, sent());
        assertEquals(1, badTokens.size());
    }

    @Test
    void oldServerGetsNoneUntilUpgraded() {
        Heartbeat heartbeat = heartbeat(Duration.ofNanos(1));
        heartbeat.onServerInfo(OLD);
        heartbeat.onSnapshot();
        assertEquals(0, sent());

        heartbeat.onServerInfo(NEW);
        heartbeat.onSnapshot();
        assertEquals(1, sent());
    }

    @Test
    void serverThatRefusesIsNotAskedUntilUpgraded() {
        Heartbeat heartbeat = heartbeat(Duration.ofNanos(1));
        argus.disableRestart();
        heartbeat.onSnapshot();
        assertEquals(1, sent());

        heartbeat.onServerInfo(NEW);
        heartbeat.onSnapshot();
        assertEquals(0, sent());

        heartbeat.onServerInfo(new ServerInfo("2.11.0", true, true));
        heartbeat.onSnapshot();
        assertEquals(1, sent());
        assertEquals(0, badTokens.size());
    }
}
