package io.github.argusglue.plugin.nagios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChangeTest {
    private static Optional<Change> parse(String text) {
        return Change.ofLog(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    @Test
    void alerts() {
        Instant at = Instant.ofEpochSecond(1795213304);
        assertEquals(
                Optional.of(
                        new Change(ObjectKey.service("øst", "SSL: 443"), State.WARNING, "läuft; ab", at, null, null)),
                parse("[1795213304] SERVICE ALERT: øst;SSL: 443;WARNING;HARD;3;läuft; ab"));
        assertEquals(
                Optional.of(new Change(ObjectKey.host("h1"), State.UNREACHABLE, "C:\\new", at, null, null)),
                parse("[1795213304] HOST ALERT: h1;UNREACHABLE;HARD;1;C:\\new"));
        assertEquals(
                State.OK,
                parse("[1795213304] SERVICE ALERT: h1;s;OK;SOFT;2;")
                        .orElseThrow()
                        .state());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1795213304] SERVICE ALERT: h1;s;CRITICAL;SOFT;1;out",
                "[1795213304] SERVICE ALERT: h1;s;DOWN;HARD;1;out",
                "[1795213304] SERVICE ALERT: h1;s;CRITICAL;HARD;1",
                "[1795213304] HOST ALERT: h1;CRITICAL;HARD;1;out",
                "[1795213304] EXTERNAL COMMAND: PROCESS_SERVICE_CHECK_RESULT;h1;s;2;out",
                "[1795213304] CURRENT SERVICE STATE: h1;s;CRITICAL;HARD;1;out",
                "[1795213304] SERVICE NOTIFICATION: bob;h1;s;CRITICAL;mail;out",
                "[1795213304]",
                "[] HOST ALERT: h1;DOWN;HARD;1;out",
                "[99999999999999999999] HOST ALERT: h1;DOWN;HARD;1;out",
                "[-1] HOST ALERT: h1;DOWN;HARD;1;out",
                "HOST ALERT: h1;DOWN;HARD;1;out",
                ""
            })
    void linesThatMeanNothing(String line) {
        assertEquals(Optional.empty(), parse(line));
        assertFalse(ChangeWatcher.isHint(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1795213304] SERVICE FLAPPING ALERT: h1;s;STARTED; it flaps",
                "[1795213304] HOST DOWNTIME ALERT: h1;STARTED; maintenance",
                "[1795213304] EXTERNAL COMMAND: ACKNOWLEDGE_SVC_PROBLEM;h1;s;2;0;1;bob;mine",
                "[1795213304] Nagios 4.4.6 starting... (PID=1)",
                "[1795213304] Caught SIGHUP, restarting..."
            })
    void hints(String line) {
        assertEquals(Optional.empty(), parse(line));
        assertTrue(ChangeWatcher.isHint(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {Samples.NAGIOS, Samples.NAEMON})
    void realLogs(String daemon, @TempDir Path dir) throws IOException {
        Samples samples = new Samples(dir, daemon);
        long changes = Files.readAllLines(samples.log, StandardCharsets.ISO_8859_1).stream()
                .flatMap(line -> Change.ofLog(line).stream())
                .peek(change -> assertFalse(change.output().isEmpty()))
                .count();
        assertEquals(8, changes);
    }
}
