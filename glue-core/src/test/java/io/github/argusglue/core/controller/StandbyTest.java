package io.github.argusglue.core.controller;

import static io.github.argusglue.core.controller.ScriptedSource.alert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.argusglue.core.adapter.SourceThreads;
import io.github.argusglue.core.controller.ModelArgus.Fault;
import io.github.argusglue.core.executor.Await;
import io.github.argusglue.core.executor.LogbackLogger;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.plan.PolicySketch;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rehearsal checks, and what it reports. */
@Isolated("the log lines of all standbys are counted")
final class StandbyTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration ONCE = Duration.ofHours(1);

    private final TestClock clock = new TestClock(START);
    private final ScriptedSource source = new ScriptedSource();
    private final ModelArgus argus = new ModelArgus(clock);
    private Standby standby = standby(ONCE);

    @AfterEach
    void close() {
        standby.close();
    }

    private Standby standby(Duration every) {
        SourceSettings settings = new SourceSettings(
                "oslo",
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofHours(1),
                Duration.ofHours(6),
                Duration.ZERO,
                PolicySketch.DEFAULT.build(),
                List.of(),
                ShapingConfig.tagsOnly(List.of()),
                Path.of("never-written.json"),
                AdapterSketch.in(Path.of("never-written")));
        return new Standby(
                settings,
                source,
                argus,
                WriterIdentity.of(settings.name(), settings.stateFile()),
                every,
                clock,
                new SourceThreads("oslo", source.loader()));
    }

    private void start(Duration every) {
        standby = standby(every);
        standby.start();
    }

    private Rehearsal await(String what, Predicate<Rehearsal> wanted) {
        Await.until(what, () -> {
            Rehearsal last = standby.rehearsal();
            return last != null && wanted.test(last);
        });
        Rehearsal last = standby.rehearsal();
        assertTrue(last != null, what);
        return last == null ? new Rehearsal(Instant.MIN, false, "") : last;
    }

    private void open(int alerts) {
        source.open(IntStream.range(0, alerts).mapToObj(i -> alert("a" + i)).toArray(Alert[]::new));
    }

    private void sourceFails(String text) {
        source.script = adapter -> {
            throw SourceException.unreachable(text, null);
        };
    }

    /** Each count is a sign of life of the source, although it may be dead on both sides. */
    @Test
    void countsOnceAndChecksTokenEachTime() {
        start(SOON);
        Await.until("rehearsed", () -> source.snapshots.get() >= 4);
        List<String> calls = argus.takeCalls();
        assertEquals(List.of("userPk", "countOpen"), calls.subList(0, 2));
        assertEquals(List.of("checkToken"), calls.stream().skip(2).distinct().toList());
        assertEquals(
                "0 alerts read, the token is good, 0 incidents open when standby began",
                await("passed", Rehearsal::passed).text());
    }

    @Test
    void internalErrorFailsOneRehearsalOnly() {
        argus.faults(call -> {
            throw new IllegalStateException("nobody thought of that");
        });
        start(SOON);
        assertEquals(
                "source: fault in argus-glue, see its log: java.lang.IllegalStateException: nobody thought of that",
                await("failed", last -> !last.passed()).text());
        argus.faults(call -> Fault.NONE);
        await("passed", Rehearsal::passed);
    }

    @Test
    void reportsTokenThatExpires() {
        open(2);
        start(SOON);
        await("passed", Rehearsal::passed);
        argus.faults(call -> Fault.BAD_TOKEN);
        assertEquals(
                "Argus: checkToken: 401",
                await("failed", last -> !last.passed()).text());
        SourceStatus refused = standby.status();
        assertTrue(refused.tokenRefused());
        assertEquals("checkToken: 401", refused.argusFault());
        assertNull(refused.sourceFault());
        assertEquals(RunState.STANDBY, refused.state());
        assertEquals(2, refused.alerts());
        assertEquals(0, refused.open());

        argus.faults(call -> Fault.NONE);
        await("passed again", Rehearsal::passed);
        SourceStatus good = standby.status();
        assertFalse(good.tokenRefused());
        assertNull(good.argusFault());
        assertEquals(new SourceStatus.LastProblem(START, "checkToken: 401"), good.lastProblem());
    }

    @Test
    void reportsWhatDoesNotWorkOfTheSource() {
        source.health = () -> Health.degraded("am-2 is down");
        start(SOON);

        assertEquals(
                "0 alerts read, the token is good, 0 incidents open when standby began; degraded: am-2 is down",
                await("passed", Rehearsal::passed).text());
        assertEquals(RunState.STANDBY, standby.status().state());
        assertEquals(List.of("am-2 is down"), standby.status().degraded());
    }

    @Test
    void reportsUnreadableSource() {
        open(2);
        start(SOON);
        await("passed", Rehearsal::passed);
        clock.advance(Duration.ofMinutes(5));
        Instant later = clock.instant();
        await("passed once more", last -> last.at().equals(later));
        sourceFails("nobody there");
        await("failed", last -> !last.passed());
        clock.advance(Duration.ofMinutes(5));
        Rehearsal failed = await("failed once more", last -> last.at().isAfter(later));
        assertFalse(failed.passed());
        assertEquals("source: nobody there", failed.text());
        SourceStatus status = standby.status();
        assertEquals("nobody there", status.sourceFault());
        assertFalse(status.tokenRefused());
        assertEquals(-1, status.alerts());
        assertEquals(later, status.lastSnapshot(), "of the last good snapshot");
        assertEquals(START, status.since(), "since it went on standby");
    }

    @Test
    void argusDownIsNotBadTokenAndIsCountedLater() {
        argus.faults(call -> Fault.DOWN);
        start(SOON);
        assertEquals(
                "Argus: userPk: cannot connect",
                await("failed", last -> !last.passed()).text());
        assertFalse(standby.status().tokenRefused());
        assertEquals(-1, standby.status().open());
        argus.faults(call -> Fault.NONE);
        await("passed", Rehearsal::passed);
        assertEquals(0, standby.status().open());
    }

    @ParameterizedTest
    @CsvSource({"0, 4, false", "0, 5, true", "0, 50, true", "1, 50, false"})
    void suspectsOtherTokenIfManyAlertsHaveNoIncident(int incidents, int alerts, boolean suspicious) {
        IntStream.range(0, incidents).forEach(i -> argus.server.addLegacyIncident("opened" + i));
        open(alerts);
        start(ONCE);
        String text = await("rehearsed", Rehearsal::passed).text();
        assertEquals(suspicious, text.contains("does the primary use another token?"), text);
        assertTrue(
                text.matches(alerts + " alerts? read, the token is good, " + incidents + " incidents? open.*"), text);
    }

    @Test
    void closeCancelsRehearsal() {
        CountDownLatch never = new CountDownLatch(1);
        source.script = adapter -> {
            never.await();
            return null;
        };
        start(ONCE);
        Await.until("it hangs", () -> source.snapshots.get() == 1);
        standby.close();
        Await.until("closed", () -> source.adapters.get(0).closes.get() == 1);
        assertNull(standby.rehearsal());
    }

    @Test
    void ignoresRehearsalResultAfterClose() {
        standby.close();
        standby.start();
        Await.until(
                "read",
                () -> source.snapshots.get() == 1
                        && source.adapters.get(0).closes.get() == 1);
        Await.never("taken", Duration.ofMillis(100), () -> standby.rehearsal() != null);
        assertEquals(1, source.snapshots.get());
    }

    @Test
    void logsEachOutcomeOnce() {
        List<String> told = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getFormattedMessage().startsWith("standby: ")) {
                    told.add(event.getLevel() + " " + event.getFormattedMessage());
                }
            }
        };
        appender.start();
        Logger logger = LogbackLogger.of("source");
        logger.addAppender(appender);
        try {
            start(SOON);
            Await.until("passed", () -> told.size() == 1);
            sourceFails("nobody there");
            Await.until("failed", () -> told.size() == 2);
            sourceFails("refused");
            Await.until("failed otherwise", () -> told.size() == 3);
            open(7);
            Await.until("suspicious", () -> told.size() == 4);
            int before = source.snapshots.get();
            Await.until("rehearsed on", () -> source.snapshots.get() > before + 2);
        } finally {
            logger.detachAppender(appender);
        }
        assertEquals(4, told.size(), told::toString);
        assertTrue(told.get(0).startsWith("INFO standby: rehearsed: 0 alerts read"), told::toString);
        assertEquals("ERROR standby: COULD NOT TAKE OVER: source: nobody there", told.get(1));
        assertEquals("ERROR standby: COULD NOT TAKE OVER: source: refused", told.get(2));
        assertTrue(told.get(3).startsWith("WARN standby: rehearsed: 7 alerts read"), told::toString);
    }
}
