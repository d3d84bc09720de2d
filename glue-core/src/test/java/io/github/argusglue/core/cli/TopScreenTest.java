package io.github.argusglue.core.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TopScreenTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123Z");

    private final List<String> sources = new ArrayList<>();

    private void add(String name, String state, String more) {
        sources.add("{'source':'" + name + "','state':'" + state + "','open':3,'pending':0," + "'snapshot_millis':250,"
                + "'last_snapshot':'2026-11-21T11:59:48Z','degraded':[],'unknown_scopes':[],'held':[],'hang':null"
                + more
                + "}");
    }

    private JsonNode answer() throws JsonProcessingException {
        String json = "{'version':'1.2.3','pid':17,'argus':[{'argus':'main','trouble':null}],'failover':[],"
                + "'configuration':{'last_read':{'success':true,'faults':[]}},'sources':[" + String.join(",", sources)
                + "]}";
        return new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    private TopScreen screen() throws JsonProcessingException {
        return new TopScreen(answer(), null, NOW);
    }

    private static List<String> texts(List<TopScreen.Line> lines) {
        return lines.stream().map(TopScreen.Line::text).toList();
    }

    @Test
    void theWorstIsFirst() throws JsonProcessingException {
        add("fine", "active", "");
        add("waits", "standby", "");
        add("starts", "starting", "");
        add("partly", "active", ",'partial':'page 2 is missing'");
        add("half", "degraded", ",'degraded':['GET http://am-2: 503','and another']");
        add("hangs", "active", ",'hang':'its thread is stuck'");

        List<TopScreen.Line> lines = screen().all();

        assertEquals(
                List.of(
                        "2026-11-21T12:00:00Z  argus-glue 1.2.3, process 17: 6 sources: 3 active, 1 degraded,"
                                + " 1 starting, 1 standby",
                        "STATE     SOURCE  OPEN  TO DO  LAST SNAPSHOT  TOOK    NOTE",
                        "active    hangs   3     0      12 s ago       250 ms  its thread is stuck",
                        "degraded  half    3     0      12 s ago       250 ms  degraded: GET http://am-2: 503 (and 1"
                                + " more: see 'argus-glue status')",
                        "active    partly  3     0      12 s ago       250 ms  the last snapshot is partial: page 2 is"
                                + " missing",
                        "starting  starts  3     0      12 s ago       250 ms",
                        "standby   waits   3     0      12 s ago       250 ms",
                        "active    fine    3     0      12 s ago       250 ms"),
                texts(lines));
        assertEquals(TopScreen.Style.BAD, lines.get(2).style());
        assertEquals(TopScreen.Style.WARN, lines.get(3).style());
        assertEquals(TopScreen.Style.PLAIN, lines.get(7).style());
    }

    @Test
    void whatIsNotKnownIsSaid() throws JsonProcessingException {
        add("oslo", "starting", ",'open':null,'last_snapshot':null,'snapshot_millis':null");

        assertEquals(
                "starting  oslo    -     0      none yet       -",
                screen().all().get(2).text());
    }

    /** Control characters in alerts and answers would control the terminal. */
    @Test
    void textFromOutsideIsMadeSafe() throws JsonProcessingException {
        add("oslo", "failing", ",'source_fault':'a\\u001b[2Jb\\nc','held':['\\u001b]0;x\\u0007']");

        for (String line : texts(screen().all())) {
            assertFalse(line.contains("\u001b") || line.contains("\n") || line.contains("\u0007"), line);
        }
        assertTrue(texts(screen().all()).get(2).contains("source: a\\u001b[2Jb | c"), texts(screen().all())::toString);
    }

    @Test
    void aPageFitsTheScreenAndScrolls() throws JsonProcessingException {
        for (int i = 0; i < 30; i++) {
            add("source-" + i, "active", "");
        }
        TopScreen screen = screen();

        for (int height = 1; height < 40; height++) {
            assertTrue(screen.page(height, 0).size() <= height, "height " + height);
        }
        List<String> page = texts(screen.page(10, 5));
        assertEquals(10, page.size());
        assertTrue(page.get(2).contains("source-5 "), page::toString);
        assertEquals("q: quit  up, down, space, b: scroll  sources 6 to 12 of 30", page.get(9));
        assertTrue(texts(screen.page(10, 99)).get(8).contains("source-29 "), "not beyond the last");
        assertEquals(0, screen.lastFirst(40));
        assertEquals(
                "q: quit  up, down, space, b: scroll", texts(screen.page(40, 0)).get(32));
    }

    @Test
    void theLastAnswerStaysWhileTheProcessDoesNotAnswer() throws JsonProcessingException {
        add("oslo", "active", "");
        List<String> lines = texts(new TopScreen(answer(), "argus-glue is not running", NOW).all());
        assertEquals("argus-glue is not running", lines.get(1));
        assertTrue(lines.get(3).contains("oslo"), lines::toString);
    }
}
