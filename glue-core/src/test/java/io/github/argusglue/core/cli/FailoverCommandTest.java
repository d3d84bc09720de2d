package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.argusglue.core.control.ControlCommand;
import io.github.argusglue.core.control.ControlCommand.CommandRefusedException;
import io.github.argusglue.core.control.ControlServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * {@code argus-glue failover}, and its part of {@code argus-glue status}, with a process that answers as the test says.
 * In a folder below /tmp, because a socket path must be short.
 */
final class FailoverCommandTest {
    private static final String LINE =
            "zino: standby since 2026-11-21T07:31:02Z: the primary answers (snmp zino1:8000)";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ObjectNode status = new ObjectMapper().createObjectNode();
    private Path folder = Path.of("");
    private ControlServer server;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "failover");
        server = ControlServer.open(folder, Map.of("failover", this::failover, "status", status()));
        status.put("version", "1.2.3").put("pid", 7);
        ObjectNode configuration = status.putObject("configuration").put("in_force_since", "2026-11-21T07:00:00Z");
        configuration.putObject("last_read").put("success", true);
        status.putArray("failover");
        status.putArray("sources");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        try (var left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
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

    private ControlCommand status() {
        return (request, answer) -> answer.setAll(status);
    }

    private int run(String... arguments) {
        CommandLine line =
                GlueCommand.newCommandLine(new Environment(name -> null, List.of(), folder.resolve("plugins")));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private ObjectNode source(String state) {
        ObjectNode source = status.withArray("sources").addObject();
        source.put("source", "oslo").put("state", state);
        source.put("alerts", 3).put("open", 2).put("pending", 0);
        source.putNull("last_snapshot");
        return source;
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
        out.getBuffer().setLength(0);
        assertEquals(exitCode, run("status", "--state-dir", folder.toString()), err::toString);
        return out.toString().lines().toList();
    }

    @Test
    void theCommandReachesTheProcess() {
        for (String role : List.of("active", "standby", "auto")) {
            assertEquals(0, run("failover", "zino", role, "--state-dir", folder.toString()), err::toString);
        }
        assertEquals(0, run("failover", "--state-dir", folder.toString(), "zino"), err::toString);
        assertEquals(List.of("zino:active", "zino:standby", "zino:auto", "zino:"), asked);
        assertEquals((LINE + "\n").repeat(4), out.toString());
    }

    @Test
    void withoutAGroupAllAreShown() {
        assertEquals(0, run("failover", "--state-dir", folder.toString()), err::toString);
        assertEquals(LINE + "\ncluster: member a\n", out.toString());
    }

    @Test
    void errorsAreReportedAndChangeNothing() {
        assertEquals(2, run("failover", "zimo", "auto", "--state-dir", folder.toString()));
        assertTrue(err.toString().contains("there is no failover group 'zimo'; existing groups: zino"), err::toString);
        assertEquals(2, run("failover", "zino", "on", "--state-dir", folder.toString()));
        assertTrue(err.toString().contains("active, standby, auto"), err::toString);
        assertEquals("", out.toString());
        assertEquals(List.of(), asked);
    }

    @Test
    void statusShowsFailoverBeforeTheSources() {
        status.withArray("failover").addObject().put("line", LINE);
        status.withArray("failover").addObject().put("line", "other: active BY HAND since …: set by hand");
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
        status.putArray("sources");
        source("degraded").putArray("degraded").add("am-2 is down");
        assertEquals(
                "oslo: degraded: am-2 is down",
                linesOfStatus(ExitCodes.ATTENTION).get(3));
        source("failing");
        assertEquals(5, linesOfStatus(ExitCodes.ACTION).size());
        ((ObjectNode) status.path("configuration").path("last_read"))
                .put("success", false)
                .put("at", "2026-11-21T07:00:00Z");
        status.putArray("sources");
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
        status.putArray("argus").addObject().put("argus", "default").put("clock_ahead_seconds", 7200);
        assertTrue(linesOfStatus(ExitCodes.ATTENTION)
                .get(1)
                .startsWith("clock: this machine's clock is 2 h 0 min ahead of that of Argus 'default': "));
    }

    @Test
    void anUnknownGroupIsWrongUsage() {
        assertEquals(2, run("failover", "zimo", "--state-dir", folder.toString()));
        assertEquals("argus-glue failover: there is no failover group 'zimo'; existing groups: zino\n", err.toString());
    }

    @Test
    void anActiveSourceShowsNoRehearsal() {
        source("active");
        List<String> lines = linesOfStatus();
        assertFalse(out.toString().contains("failover"), out::toString);
        assertEquals(3, lines.size());
    }

    @Test
    void statusAsJsonIsWhatTheProcessSays() throws IOException {
        status.withArray("failover").addObject().put("group", "zino").put("answer", "unknown");
        rehearsal(source("standby"), false, "source: nobody there");
        assertEquals(ExitCodes.ATTENTION, run("status", "--json", "--state-dir", folder.toString()), err::toString);
        assertEquals(status.put("ok", true), new ObjectMapper().readTree(out.toString()));
    }
}
