package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.control.ControlCommand.CommandRefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code argus-glue failover}, and its part of {@code argus-glue status}, with a process that answers as the test says.
 */
final class FailoverCommandTest {
    private static final String LINE =
            "zino: standby since 2026-11-21T07:31:02Z: the primary answers (snmp zino1:8000)";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private AnsweringProcess process;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException {
        process = new AnsweringProcess(Map.of("failover", this::failover));
        process.status().putArray("failover");
    }

    @AfterEach
    void stop() throws IOException {
        process.close();
    }

    private void failover(JsonNode request, ObjectNode answer) throws CommandRefusedException {
        if (request.path("group").asText().isEmpty()) {
            answer.put("text", LINE + "\ncluster: member a");
            return;
        } else if (!request.path("group").asText().equals("zino")) {
            throw CommandRefusedException.unknown("there is no failover group 'zimo'; existing groups: zino");
        }
        asked.add(request.path("group").asText() + ":" + request.path("role").asText());
        answer.put("text", LINE);
    }

    private int run(String... arguments) {
        return process.run(arguments);
    }

    private ObjectNode source(String state) {
        return process.source("oslo", state);
    }

    private void rehearsal(ObjectNode source, boolean passed, String text) {
        source.putObject("rehearsal")
                .put("at", "2026-11-21T07:31:03.5Z")
                .put("passed", passed)
                .put("text", text);
    }

    private List<String> linesOfStatus() {
        return linesOfStatus(0);
    }

    private List<String> linesOfStatus(int exitCode) {
        process.takeOut();
        assertEquals(exitCode, run("status", "--state-dir", process.folder()), process::err);
        return process.takeOut().lines().toList();
    }

    @Test
    void theCommandReachesTheProcess() {
        for (String role : List.of("active", "standby", "auto")) {
            assertEquals(0, run("failover", "zino", role, "--state-dir", process.folder()), process::err);
        }
        assertEquals(0, run("failover", "--state-dir", process.folder(), "zino"), process::err);
        assertEquals(List.of("zino:active", "zino:standby", "zino:auto", "zino:"), asked);
        assertEquals((LINE + "\n").repeat(4), process.takeOut());
    }

    @Test
    void withoutAGroupAllAreShown() {
        assertEquals(0, run("failover", "--state-dir", process.folder()), process::err);
        assertEquals(LINE + "\ncluster: member a\n", process.takeOut());
    }

    @Test
    void errorsAreReportedAndChangeNothing() {
        assertEquals(2, run("failover", "zimo", "auto", "--state-dir", process.folder()));
        assertTrue(process.err().contains("there is no failover group 'zimo'; existing groups: zino"), process::err);
        assertEquals(2, run("failover", "zino", "on", "--state-dir", process.folder()));
        assertTrue(process.err().contains("active, standby, auto"), process::err);
        assertEquals("", process.takeOut());
        assertEquals(List.of(), asked);
    }

    @Test
    void statusShowsFailoverBeforeTheSources() {
        process.status().withArray("failover").addObject().put("line", LINE);
        process.status().withArray("failover").addObject().put("line", "other: active BY HAND since …: set by hand");
        rehearsal(source("standby"), true, "3 alerts read, the token is good");
        List<String> lines = linesOfStatus();
        assertEquals("failover " + LINE, lines.get(1));
        assertEquals("failover other: active BY HAND since …: set by hand", lines.get(2));
        assertTrue(lines.get(3).startsWith("SOURCE "), lines::toString);
        assertEquals(
                "oslo: standby, rehearsed at 2026-11-21T07:31:03Z: 3 alerts read, the token is good", lines.get(5));
        assertEquals(6, lines.size());
    }

    /** For a source on standby only the rehearsal is shown: its faults are part of it. */
    @Test
    void statusHighlightsAFailedRehearsal() {
        ObjectNode source = source("standby");
        source.put("argus_fault", "401: check 'argus_token'");
        rehearsal(source, false, "Argus: 401: check 'argus_token'");
        assertEquals(
                "oslo: standby, COULD NOT TAKE OVER at 2026-11-21T07:31:03Z: Argus: 401: check 'argus_token'",
                linesOfStatus(ExitCodes.ATTENTION).get(3));
        assertEquals(4, linesOfStatus(ExitCodes.ATTENTION).size());
    }

    @Test
    void statusEndsWithACodeForWhatItShows() {
        assertEquals(3 - 1, linesOfStatus(0).size());
        source("active").put("partial", "no complete list so far");
        assertTrue(linesOfStatus(ExitCodes.ATTENTION).get(3).contains("no complete list so far"));
        process.status().putArray("sources");
        source("degraded").putArray("degraded").add("am-2 is down");
        assertEquals(
                "oslo: degraded: am-2 is down",
                linesOfStatus(ExitCodes.ATTENTION).get(3));
        source("failing");
        assertEquals(5, linesOfStatus(ExitCodes.ACTION).size());
        ((ObjectNode) process.status().path("configuration").path("last_read"))
                .put("success", false)
                .put("at", "2026-11-21T07:00:00Z");
        process.status().putArray("sources");
        assertEquals(3, linesOfStatus(ExitCodes.ATTENTION).size());
    }

    @Test
    void statusShowsTheWorstSourceFirst() {
        source("standby").put("source", "standby");
        source("active").put("source", "fine").put("in_step", true);
        source("active").put("source", "busy").put("in_step", false);
        source("degraded").put("source", "half").put("in_step", true);
        source("failing").put("source", "broken");
        source("active").put("source", "stuck").put("hang", "its thread has died");

        List<String> rows = linesOfStatus(ExitCodes.ACTION);

        assertEquals(
                List.of(
                        "SOURCE STATE IN",
                        "stuck active no",
                        "broken failing no",
                        "half degraded yes",
                        "standby standby -",
                        "fine active yes",
                        "busy active no"),
                rows.subList(1, 8).stream()
                        .map(row -> String.join(" ", List.of(row.split(" +")).subList(0, 3)))
                        .toList());
    }

    @Test
    void statusNamesAWrongClock() {
        process.status().putArray("argus").addObject().put("argus", "default").put("clock_ahead_seconds", 7200);
        assertTrue(linesOfStatus(ExitCodes.ATTENTION)
                .get(1)
                .startsWith("clock: this machine's clock is 2 h 0 min ahead of that of Argus 'default': "));
    }

    @Test
    void anUnknownGroupIsWrongUsage() {
        assertEquals(2, run("failover", "zimo", "--state-dir", process.folder()));
        assertEquals("argus-glue failover: there is no failover group 'zimo'; existing groups: zino\n", process.err());
    }

    @Test
    void anActiveSourceShowsNoRehearsal() {
        source("active");
        List<String> lines = linesOfStatus();
        assertFalse(lines.toString().contains("failover"), lines::toString);
        assertEquals(3, lines.size());
    }

    @Test
    void statusAsJsonIsWhatTheProcessSays() throws IOException {
        process.status().withArray("failover").addObject().put("group", "zino").put("answer", "unknown");
        rehearsal(source("standby"), false, "source: nobody there");
        assertEquals(ExitCodes.ATTENTION, run("status", "--json", "--state-dir", process.folder()), process::err);
        assertEquals(process.status().put("ok", true), new ObjectMapper().readTree(process.takeOut()));
    }
}
