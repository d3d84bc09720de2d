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
    private final StepQueue lane = new StepQueue();
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
                argus, lane, new EventFeed(clock), WriterIdentity.of(settings.name(), settings.stateFile()), clock);
        Heartbeat made = new Heartbeat(
                settings, side, clock, Runnable::run, failure -> badTokens.add(Objects.requireNonNull(failure)));
        made.listed(NEW);
        return made;
    }

    private int sent() {
        lane.runReads();
        return (int) argus.takeCalls().stream().filter("heartbeat"::equals).count();
    }

    @Test
    void goesWithTheFirstGoodSnapshotAndNotBefore() {
        Heartbeat heartbeat = heartbeat(LONG);
        assertEquals(0, sent());
        assertNull(heartbeat.last());

        heartbeat.sourceAnswered();

        assertEquals(1, sent());
        assertEquals(clock.instant(), heartbeat.last());
    }

    @Test
    void isNotRepeatedBeforeItsTime() {
        Heartbeat heartbeat = heartbeat(LONG);
        for (int i = 0; i < 10; i++) {
            heartbeat.sourceAnswered();
            assertEquals(i == 0 ? 1 : 0, sent());
        }
    }

    @Test
    void cyclesThatAreNotPunctualDoNotHalveIt() {
        // Due in half an interval: this snapshot takes it along, the next one would be late.
        Heartbeat heartbeat = heartbeat(Duration.ofMinutes(10), Duration.ofMinutes(20));
        heartbeat.sourceAnswered();
        assertEquals(1, sent());
        heartbeat.sourceAnswered();
        assertEquals(1, sent());
    }

    @Test
    void offIsOff() {
        Heartbeat heartbeat = heartbeat(Duration.ZERO);
        heartbeat.sourceAnswered();
        assertEquals(0, sent());
    }

    @Test
    void oneAtATime() {
        Heartbeat heartbeat = heartbeat(Duration.ofNanos(1));
        heartbeat.sourceAnswered();
        heartbeat.sourceAnswered();
        assertEquals(1, lane.size());
        assertEquals(1, sent());
        heartbeat.sourceAnswered();
        assertEquals(1, sent());
    }

    @Test
    void whatHasWaitedForAServerForTooLongSaysNothing() throws Exception {
        Heartbeat heartbeat = heartbeat(LONG, Duration.ofNanos(1));
        heartbeat.sourceAnswered();
        assertEquals(0, sent());
        assertNull(heartbeat.last());
    }

    @Test
    void aServerThatIsDownIsTriedWithTheNextSnapshot() {
        Heartbeat heartbeat = heartbeat(LONG);
        argus.faults(call -> Fault.DOWN);
        heartbeat.sourceAnswered();
        assertEquals(1, sent());
        assertNull(heartbeat.last());

        argus.faults(call -> Fault.NONE);
        heartbeat.sourceAnswered();
        assertEquals(1, sent());
        assertNotNull(heartbeat.last());
    }

    @Test
    void aTokenThatIsRefusedIsTold() {
        Heartbeat heartbeat = heartbeat(LONG);
        argus.faults(call -> Fault.BAD_TOKEN);
        heartbeat.sourceAnswered();
        assertEquals(1, sent());
        assertEquals(1, badTokens.size());
    }

    @Test
    void anOldServerGetsNoneUntilItIsANewOne() {
        Heartbeat heartbeat = heartbeat(Duration.ofNanos(1));
        heartbeat.listed(OLD);
        heartbeat.sourceAnswered();
        assertEquals(0, sent());

        heartbeat.listed(NEW);
        heartbeat.sourceAnswered();
        assertEquals(1, sent());
    }

    @Test
    void aServerThatSaysItCanAndRefusesIsLeftInPeace() {
        Heartbeat heartbeat = heartbeat(Duration.ofNanos(1));
        argus.withoutRestart();
        heartbeat.sourceAnswered();
        assertEquals(1, sent());

        heartbeat.listed(NEW);
        heartbeat.sourceAnswered();
        assertEquals(0, sent());

        heartbeat.listed(new ServerInfo("2.11.0", true, true));
        heartbeat.sourceAnswered();
        assertEquals(1, sent());
        assertEquals(0, badTokens.size());
    }
}
