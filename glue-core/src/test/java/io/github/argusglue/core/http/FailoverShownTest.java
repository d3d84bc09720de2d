package io.github.argusglue.core.http;

import static io.github.argusglue.core.http.FakeServiceStatus.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.failover.ProbeResult;
import io.github.argusglue.core.failover.Role;
import io.github.argusglue.core.http.FakeServiceStatus.FakeSource;
import io.github.argusglue.core.http.FakeServiceStatus.StatusSketch;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.metric.HealthChecks;
import io.github.argusglue.core.http.page.Pages;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How the pages, metrics and health checks show a primary, and a source on standby. */
final class FailoverShownTest {
    private static final String OUR_TROUBLE = "cannot be checked: 'zino1' does not resolve to an address";

    private final FakeServiceStatus situation = new FakeServiceStatus();
    private final Pages pages = new Pages(situation, InstantSource.fixed(NOW));
    private final GlueMetrics metrics = new GlueMetrics(situation);
    private final HealthChecks checks = new HealthChecks(situation, InstantSource.fixed(NOW));

    private void group(Role role, @Nullable Role byHand, ProbeResult.@Nullable Kind kind, String answer) {
        situation.failover.clear();
        situation.failover.add(new FailoverStatus(
                "zino",
                role,
                NOW.minusSeconds(600),
                byHand,
                byHand == null ? null : NOW.minusSeconds(600),
                kind == ProbeResult.Kind.DOWN ? Role.ACTIVE : Role.STANDBY,
                "the primary " + answer,
                "snmp zino1:8000",
                kind == null ? null : new ProbeResult(kind, answer, -1),
                kind == null ? null : NOW,
                0,
                3));
    }

    private FakeSource standby(@Nullable Rehearsal rehearsal) {
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.state = RunState.STANDBY;
        FakeSource source = situation.add("oslo");
        source.status = oslo.build();
        source.rehearsal = rehearsal;
        return source;
    }

    private static Rehearsal passed() {
        return new Rehearsal(NOW.minusSeconds(60), true, "3 alerts read, the token is valid");
    }

    private static Rehearsal failed() {
        return new Rehearsal(NOW.minusSeconds(60), false, "Argus: 401: the <token> is dead");
    }

    private String overview() {
        return pages.overview().body();
    }

    private String page() {
        return pages.source("oslo").orTimeout(20, TimeUnit.SECONDS).join().body();
    }

    private static void assertIn(String part, String whole) {
        assertTrue(whole.contains(part), () -> part + " is not in\n" + whole);
    }

    private List<String> lines(String metric) {
        return metrics.scrape()
                .body()
                .lines()
                .filter(line -> line.startsWith("argus_glue_" + metric + "{"))
                .map(line -> line.substring("argus_glue_".length() + metric.length()))
                .sorted()
                .toList();
    }

    private List<String> answers() {
        return lines("failover_primary").stream()
                .filter(line -> line.endsWith(" 1.0"))
                .toList();
    }

    @Test
    void aPassedRehearsalIsReady() {
        group(Role.STANDBY, null, ProbeResult.Kind.UP, "answers");
        standby(passed());
        assertIn("<p class=\"note info\"><strong>Failover 'zino': STANDBY</strong>", overview());
        assertIn("</time> (10 min)</small>: the primary answers (snmp zino1:8000)</p>", overview());
        assertFalse(overview().contains("BY HAND"), overview());
        assertIn("<h1>1 source: 1 standby</h1>", overview());
        for (String page : List.of(overview(), page())) {
            assertIn("Rehearsed 60 s ago: 3 alerts read, the token is valid", page);
            assertFalse(page.contains("COULD NOT TAKE OVER"), page);
        }
        assertEquals(List.of("{group=\"zino\"} 0.0"), lines("failover_active"));
        assertEquals(List.of("{group=\"zino\"} 0.0"), lines("failover_set_by_hand"));
        assertEquals(List.of("{group=\"zino\"} 1.7952618E9"), lines("failover_role_since_timestamp_seconds"));
        assertEquals(List.of("{answer=\"up\",group=\"zino\"} 1.0"), answers());
        assertEquals(List.of("{source=\"oslo\"} 1.0"), lines("source_rehearsal_passed"));
        assertEquals(List.of("{source=\"oslo\"} 1.79526234E9"), lines("source_rehearsal_timestamp_seconds"));
        assertEquals(200, checks.ready().status());
        assertEquals(
                "ready\nsource 'oslo': standby, rehearsed OK at 2026-11-21T11:59:00Z: 3 alerts read, the"
                        + " token is valid\n",
                checks.ready().body());
    }

    @Test
    void anActiveGroupShowsTheReason() {
        group(Role.ACTIVE, null, ProbeResult.Kind.DOWN, "does not answer within 5000 ms");
        situation.add("oslo");
        assertIn("<p class=\"note info\"><strong>Failover 'zino': ACTIVE</strong>", overview());
        assertIn("the primary does not answer within 5000 ms (snmp zino1:8000)</p>", overview());
        assertFalse(overview().contains("ehearsed"), overview());
        assertEquals(List.of("{group=\"zino\"} 1.0"), lines("failover_active"));
        assertEquals(List.of("{answer=\"down\",group=\"zino\"} 1.0"), answers());
        assertEquals(List.of(), lines("source_rehearsal_passed"));
        assertEquals(List.of(), lines("source_rehearsal_timestamp_seconds"));
        assertEquals("ready\n", checks.ready().body());
    }

    @Test
    void aRoleSetByHandIsHighlighted() {
        for (Role role : Role.values()) {
            group(role, role, ProbeResult.Kind.UP, "answers");
            assertIn("<p class=\"note bad\"><strong>Failover 'zino': " + role + " BY HAND</strong>", overview());
            assertEquals(List.of("{group=\"zino\"} 1.0"), lines("failover_set_by_hand"));
            assertEquals(
                    List.of("{group=\"zino\"} " + (role == Role.ACTIVE ? "1.0" : "0.0")), lines("failover_active"));
        }
    }

    @Test
    void anUnknownResultIsNotCounted() {
        group(Role.STANDBY, null, ProbeResult.Kind.UNKNOWN, OUR_TROUBLE);
        assertIn("the primary cannot be checked: &#39;zino1&#39; does not resolve", overview());
        assertEquals(
                List.of(
                        "{answer=\"down\",group=\"zino\"} 0.0",
                        "{answer=\"unknown\",group=\"zino\"} 1.0",
                        "{answer=\"up\",group=\"zino\"} 0.0"),
                lines("failover_primary"));
        group(Role.STANDBY, null, null, "has not been asked so far");
        assertEquals(List.of(), answers());
        assertEquals(3, lines("failover_primary").size());
    }

    @Test
    void aFailedRehearsalIsShownEverywhereAndNotReady() {
        group(Role.STANDBY, null, ProbeResult.Kind.UP, "answers");
        FakeSource source = standby(passed());
        assertEquals(List.of("{source=\"oslo\"} 1.0"), lines("source_rehearsal_passed"));
        source.rehearsal = failed();
        for (String page : List.of(overview(), page())) {
            assertIn("COULD NOT TAKE OVER, tested 60 s ago: Argus: 401: the &lt;token&gt; is dead", page);
            assertFalse(page.contains("Rehearsed"), page);
        }
        assertEquals(List.of("{source=\"oslo\"} 0.0"), lines("source_rehearsal_passed"));
        assertEquals(List.of("{source=\"oslo\"} 1.79526234E9"), lines("source_rehearsal_timestamp_seconds"));
        assertEquals(503, checks.ready().status());
        assertEquals(
                "source 'oslo': standby, could not take over at 2026-11-21T11:59:00Z: Argus: 401: the"
                        + " <token> is dead\n",
                checks.ready().body());
        assertEquals("ok\n", checks.healthy().body(), "a restart would not help");
    }

    @Test
    void beforeTheFirstRehearsalNothingIsShown() {
        standby(null);
        for (String page : List.of(overview(), page())) {
            assertFalse(page.contains("ehearsed") || page.contains("COULD NOT"), page);
        }
        assertEquals("ready\n", checks.ready().body());
        assertEquals(List.of(), lines("source_rehearsal_passed"));
    }

    /** Problems of an active source do not matter on standby, except a hanging thread. */
    @Test
    void aStandbySourceNeedsNoSnapshot() {
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.state = RunState.STANDBY;
        oslo.lastSnapshot = NOW.minusSeconds(86_400);
        oslo.sourceFault = "GET http://am: 503";
        oslo.vitals = new SourceStatus.Vitals(Duration.ofSeconds(30), null, 0, 0, null, 0);
        FakeSource source = standby(passed());
        source.status = oslo.build();
        assertEquals(200, checks.ready().status());
        assertFalse(overview().contains("no good snapshot"), overview());
        assertFalse(overview().contains("Source: GET"), "the rehearsal says it: " + overview());
        source.hangReason = "its thread has died";
        assertEquals(503, checks.ready().status());
        assertEquals("source 'oslo': its thread has died\n", checks.ready().body());
        assertEquals(503, checks.healthy().status());
    }

    @Test
    void aRemovedGroupIsStopped() {
        group(Role.ACTIVE, null, ProbeResult.Kind.DOWN, "is not there");
        FakeSource source = standby(failed());
        assertEquals(1, lines("failover_active").size());
        assertEquals(1, lines("source_rehearsal_passed").size());
        situation.failover.clear();
        source.rehearsal = null;
        assertEquals(List.of(), lines("failover_active"));
        assertEquals(List.of(), lines("failover_primary"));
        assertEquals(List.of(), lines("source_rehearsal_passed"));
        assertFalse(overview().contains("Failover"), overview());
    }
}
