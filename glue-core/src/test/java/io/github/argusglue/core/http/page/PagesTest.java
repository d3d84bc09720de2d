package io.github.argusglue.core.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.http.FakeServiceStatus;
import io.github.argusglue.core.http.FakeServiceStatus.FakeSource;
import io.github.argusglue.core.http.FakeServiceStatus.StatusSketch;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.ActionLog;
import io.github.argusglue.core.status.OpenIncidents;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.spi.LeftOut;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PagesTest {
    private static final Instant NOW = FakeServiceStatus.NOW;
    private static final String EVIL = "<script>alert('x')</script>\"&\u202e\u0007";
    private static final String TAMED = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;";

    private final FakeServiceStatus situation = new FakeServiceStatus();
    private final Pages pages = new Pages(situation, InstantSource.fixed(NOW));

    private String overview() {
        return pages.overview().body();
    }

    private HttpReply source(String name) {
        return pages.source(name).orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void failingSourcesComeFirstWithARemedy() {
        situation.add("bergen");
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.state = RunState.FAILING;
        oslo.argusFault = "POST https://argus.example.org/: 401: check 'argus_token'";
        oslo.sourceFault = "GET http://am: 503";
        situation.add("oslo").status = oslo.build();

        String page = overview();

        assertTrue(page.contains("<h1>2 sources: 1 failing, 1 active</h1>"), page);
        assertTrue(page.contains("<title>2 sources: 1 failing, 1 active – argus-glue</title>"), page);
        assertTrue(page.indexOf("/sources/oslo\"") < page.indexOf("/sources/bergen\""), page);
        assertTrue(
                page.contains("<li class=\"bad\">Argus: POST <a rel=\"noreferrer\" href=\"https://argus.example.org/\">"
                        + "https://argus.example.org/<wbr></a>: 401: check &#39;argus_token&#39;</li>"),
                page);
        assertTrue(
                page.contains(
                        "<li class=\"bad\">Source: GET <a rel=\"noreferrer\" href=\"http://am\">http://am</a>: 503"),
                page);
        assertTrue(
                page.contains("failing</span> <small class=\"since\"><time datetime=\"2026-11-21T11:50:00Z\""), page);
        assertTrue(page.contains("1 critical, 2 moderate"), page);
        assertTrue(page.contains(">12 s ago</time>"), page);
    }

    /** What needs a person soonest is at the top, and equals are in the order of the configuration. */
    @Test
    void rowsAreInTheOrderOfUrgency() {
        for (String name : List.of("fine", "waits", "held", "half", "starts", "overdue", "fine-too", "fails")) {
            StatusSketch sketch = new StatusSketch(name);
            switch (name) {
                case "fails" -> sketch.state = RunState.FAILING;
                case "overdue" -> {
                    sketch.lastSnapshot = NOW.minusSeconds(3600);
                    sketch.vitals = new SourceStatus.Vitals(Duration.ofSeconds(30), null, 0, 0, null, 0);
                }
                case "held" -> sketch.holds = List.of("99 closings");
                case "half" -> sketch.state = RunState.DEGRADED;
                case "starts" -> sketch.state = RunState.STARTING;
                case "waits" -> sketch.state = RunState.STANDBY;
                default -> sketch.quiet = 1;
            }
            situation.add(name).status = sketch.build();
        }

        List<String> shown = Pattern.compile("<tbody [^>]*data-source=\"([^\"]*)\" class=\"([a-z]*)\"")
                .matcher(overview())
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertEquals(
                List.of(
                        "fails bad",
                        "overdue bad",
                        "half warn",
                        "held warn",
                        "starts info",
                        "waits info",
                        "fine info",
                        "fine-too info"),
                shown);
    }

    /** Each source has a second row, which is hidden until somebody opens the first. */
    @Test
    void theDetailsOfARowAreHidden() {
        situation.add("oslo");

        String page = overview();
        int hidden = page.indexOf("<tr role=\"row\" class=\"more\" id=\"more-oslo\" hidden>");
        assertTrue(hidden > 0, page);
        String details = page.substring(hidden);
        assertTrue(details.contains("<dt>Alerts in the source</dt><dd>3</dd>"), details);
        assertTrue(details.contains("1 critical, 2 moderate"), details);
        assertTrue(details.contains("took 250 ms"), details);
    }

    @Test
    void degradedSourcesComeBeforeTheHealthyOnes() {
        situation.add("bergen");
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.state = RunState.DEGRADED;
        oslo.degraded = List.of("GET http://am-2: 503 & more");
        oslo.lastTrouble = new SourceStatus.LastProblem(NOW, "GET http://am-2: 503 & more");
        situation.add("oslo").status = oslo.build();

        String page = overview();

        assertTrue(page.contains("<h1>2 sources: 1 degraded, 1 active</h1>"), page);
        assertTrue(page.indexOf("/sources/oslo\"") < page.indexOf("/sources/bergen\""), page);
        assertTrue(page.contains("<span class=\"state degraded\">"), page);
        assertTrue(page.contains("Degraded: GET <a "), page);
        assertFalse(page.contains("now resolved"), page);
        assertTrue(page.contains("http://am-2</a>: 503 &amp; more"), page);
        assertTrue(source("oslo").body().contains("http://am-2</a>: 503 &amp; more"));
    }

    @Test
    void holdsAndPastProblemsAreShown() {
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.holds = List.of("99 closings out of 299 open at once", "b", "c", "d", "e", "f", "g");
        oslo.quiet = 1;
        oslo.unknown = 2;
        oslo.pending = 1234;
        oslo.lastTrouble = new SourceStatus.LastProblem(NOW.minusSeconds(7200), "GET http://am: 503");
        situation.add("oslo").status = oslo.build();

        String page = overview();

        assertTrue(page.contains("<li class=\"warn\">Held: 99 closings out of 299 open at once</li>"), page);
        assertTrue(page.contains("<li class=\"warn\">… and 2 more held</li>"), page);
        assertTrue(page.contains("<li class=\"info\">1 alert not shown because people closed"), page);
        assertTrue(page.contains("<li class=\"info\">2 open incidents left alone because they match no alert"), page);
        assertTrue(page.contains("<li class=\"info\">Last problem, now resolved, 2 h ago: GET <a "), page);
        assertTrue(page.contains("data-key=\"1234\">1,234</td>"), page);
    }

    @Test
    void undeliveredFeedbackAndHangsAreShown() {
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.vitals = new SourceStatus.Vitals(
                Duration.ofSeconds(30),
                NOW.minusSeconds(30),
                2,
                3,
                "Feedback[CLOSED 'a'] is tried again: connection refused",
                0);
        FakeSource source = situation.add("oslo");
        source.status = oslo.build();
        source.hangReason = "its thread has been stuck for 31 s";

        for (String page : List.of(overview(), source("oslo").body())) {
            assertTrue(
                    page.contains(
                            "Feedback: Feedback[CLOSED &#39;a&#39;] is tried again: connection refused (2 more wait)"),
                    page);
            assertTrue(page.contains("2 adapters did not return when closed"), page);
            assertTrue(page.contains("argus-glue: its thread has been stuck for 31 s"), page);
        }
        String page = source("oslo").body();
        assertTrue(page.contains("<dt>Last heartbeat to Argus</dt><dd><time"), page);
        assertTrue(page.contains("<dt>Feedback waiting for the source</dt><dd>3</dd>"), page);
    }

    @Test
    void leftOutProblemsAreCounted() {
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.leftOut = LeftOut.builder()
                .add("port_description", "17", "")
                .add("bfd", "18", "")
                .build();
        FakeSource source = situation.add("oslo");
        source.status = oslo.build();
        String page = source("oslo").body();
        assertTrue(page.contains("<dt>Left out</dt><dd>2 (port_description 1, bfd 1)</dd>"), page);

        source.status = new StatusSketch("oslo").build();
        assertFalse(source("oslo").body().contains("Left out"));
    }

    @Test
    void beforeAnythingIsKnown() {
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.state = RunState.STARTING;
        oslo.alerts = -1;
        oslo.open = -1;
        oslo.lastSnapshot = null;
        FakeSource source = situation.add("oslo");
        source.status = oslo.build();
        source.open = CompletableFuture.completedFuture(new OpenIncidents(-1, List.of()));

        assertTrue(overview().contains("unknown"), overview());
        assertTrue(overview().contains("none yet"), overview());
        assertTrue(
                source("oslo").body().contains("Unknown: Argus has not been read yet"),
                source("oslo").body());
    }

    @Test
    void serversAndConfigurationInTrouble() {
        assertFalse(overview().contains("class=\"note bad\"><strong>"), overview());
        situation.servers.add(new ServiceStatus.Server("main", "GET https://argus: connection refused", 7200));
        situation.configuration = new ServiceStatus.Configuration(NOW, "c.toml:3:1: unknown key");

        assertTrue(
                overview().contains("Argus &#39;main&#39;:</strong> no requests are sent at the moment"), overview());
        assertTrue(overview().contains("clock is 2 h 0 min ahead of that of Argus"), overview());
        assertTrue(overview().contains("still in force: c.toml:3:1: unknown key"), overview());
    }

    @Test
    void externalTextIsEscapedEverywhere() {
        StatusSketch sketch = new StatusSketch("oslo");
        sketch.sourceFault = EVIL;
        sketch.argusFault = EVIL;
        sketch.holds = List.of(EVIL);
        sketch.missing = new SourceStatus.Missing(EVIL, List.of(EVIL));
        sketch.lastTrouble = new SourceStatus.LastProblem(NOW, EVIL);
        FakeSource oslo = situation.add("oslo");
        oslo.status = sketch.build();
        oslo.open = CompletableFuture.completedFuture(new OpenIncidents(1, List.of(incident(1, EVIL))));
        oslo.actions.add(new ActionLog.LoggedAction(NOW, "open", ActionLog.ActionStatus.FAILED, EVIL));
        situation.servers.add(new ServiceStatus.Server("main", EVIL));
        situation.configuration = new ServiceStatus.Configuration(NOW, EVIL);

        for (String page :
                List.of(overview(), source("oslo").body(), source(EVIL).body())) {
            assertFalse(page.contains("<script>alert"), page);
            assertFalse(page.contains("\u202e") || page.contains("\u0007"), page);
            assertTrue(page.contains(TAMED), page);
        }
    }

    @Test
    void onlyTheOwnStyleAndScriptMayRun() throws Exception {
        HttpReply reply = pages.overview();
        String page = reply.body();
        assertEquals(-1, page.indexOf(" style=\""), "no style outside of the one that is allowed");
        assertEquals(-1, page.indexOf(" onclick"), page);
        assertEquals(1, page.split("<script", -1).length - 1);
        assertEquals(1, page.split("<style", -1).length - 1);
        assertFalse(page.contains("src="), page);
        assertFalse(page.contains("url("), page);
    }

    @Test
    void aSourcesPageShowsWhatIsOpenAndWhatWasDone() {
        FakeSource oslo = situation.add("oslo");
        oslo.open = CompletableFuture.completedFuture(new OpenIncidents(512, List.of(incident(7, "uplink is down"))));
        oslo.actions.add(new ActionLog.LoggedAction(NOW, "open", ActionLog.ActionStatus.DONE, "open 'a@1' (level 1)"));

        HttpReply reply = source("oslo");

        assertEquals(200, reply.status());
        String page = reply.body();
        assertTrue(page.contains("The 1 most severe of 512 incidents; 511 more in Argus"), page);
        assertTrue(page.contains("uplink is down</th>"), page);
        assertTrue(page.contains("<a href=\"https://argus.example.org/incidents/7/\">7</a>"), page);
        assertTrue(page.contains("The last 1, newest first"), page);
        assertTrue(page.contains("open &#39;a@1&#39; (level 1)"), page);
        assertTrue(page.contains("took 250 ms"), page);
    }

    @Test
    void aSourceThatIsBusyOrUnknown() {
        FakeSource oslo = situation.add("oslo");
        oslo.open = CompletableFuture.failedFuture(new IllegalStateException("busy"));

        assertTrue(source("oslo").body().contains("The source is busy"));
        assertEquals(404, source("bergen").status());
    }

    /** The promised size of the overview page; a benchmark measures its speed. */
    @Test
    void noPageIsLargeHoweverMuchThereIsToShow() {
        for (int i = 0; i < 20; i++) {
            StatusSketch sketch = new StatusSketch("source-" + i);
            sketch.alerts = 500;
            sketch.open = 500;
            sketch.levels = List.of(100, 100, 100, 100, 100);
            sketch.sourceFault = "x".repeat(5000);
            sketch.argusFault = "y".repeat(5000);
            sketch.holds = List.of("z".repeat(5000), "z".repeat(5000), "a", "b", "c", "d");
            sketch.state = RunState.FAILING;
            situation.add("source-" + i).status = sketch.build();
        }
        FakeSource full = situation.add("full");
        List<Incident> first = new ArrayList<>();
        for (int i = 0; i < SourcePage.MAX_OPEN; i++) {
            first.add(incident(i, "d".repeat(2000)));
            full.actions.add(
                    new ActionLog.LoggedAction(NOW, "update", ActionLog.ActionStatus.REFUSED, "t".repeat(600)));
        }
        full.open = CompletableFuture.completedFuture(new OpenIncidents(100_000, first));

        assertTrue(overview().getBytes(UTF_8).length <= 100 * 1024, "overview");
        assertTrue(source("full").body().getBytes(UTF_8).length <= 100 * 1024, "source");
    }

    /** A wall of 200 healthy sources is fetched every few seconds. */
    @Test
    void manyHealthySourcesAreSmall() {
        for (int i = 0; i < 200; i++) {
            situation.add("source-number-" + i);
        }
        int bytes = overview().getBytes(UTF_8).length;
        assertTrue(bytes <= 450 * 1024, () -> bytes + " bytes");
    }

    private static Incident incident(long pk, String description) {
        return new Incident(
                pk,
                "a@1",
                1,
                NOW.minusSeconds(100_000),
                Instant.MAX,
                2,
                description,
                List.of(),
                "",
                "",
                Map.of(),
                true);
    }
}
