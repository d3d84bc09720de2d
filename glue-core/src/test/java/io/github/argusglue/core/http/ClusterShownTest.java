package io.github.argusglue.core.http;

import static io.github.argusglue.core.http.FakeServiceStatus.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.cluster.ClusterSketch;
import io.github.argusglue.core.http.FakeServiceStatus.StatusSketch;
import io.github.argusglue.core.http.metric.GlueMetrics;
import io.github.argusglue.core.http.metric.HealthChecks;
import io.github.argusglue.core.http.page.Pages;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus.RunState;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the pages, metrics and health checks show a cluster of which this process owns 'oslo' and another 'bergen'. */
final class ClusterShownTest {
    private static final String DOWN = "http://etcd:2379 <refuses>";

    private final FakeServiceStatus situation = new FakeServiceStatus();
    private final Pages pages = new Pages(situation, InstantSource.fixed(NOW));
    private final GlueMetrics metrics = new GlueMetrics(situation);
    private final HealthChecks checks = new HealthChecks(situation, InstantSource.fixed(NOW));
    private final ClusterSketch sketch = new ClusterSketch();

    @BeforeEach
    void sources() {
        situation.add("oslo");
        StatusSketch bergen = new StatusSketch("bergen");
        bergen.state = RunState.STANDBY;
        FakeServiceStatus.FakeSource other = situation.add("bergen");
        other.status = bergen.build();
        other.rehearsal = new Rehearsal(NOW.minusSeconds(60), true, "3 alerts read");
        situation.cluster = sketch.build();
    }

    private String overview() {
        return pages.overview().body();
    }

    private String page(String source) {
        return pages.source(source).orTimeout(20, TimeUnit.SECONDS).join().body();
    }

    private static void assertIn(String part, String whole) {
        assertTrue(whole.contains(part), () -> part + " is not in\n" + whole);
    }

    private List<String> clusterMetrics() {
        return metrics.scrape()
                .body()
                .lines()
                .filter(line -> line.startsWith("argus_glue_cluster_"))
                .map(line -> line.substring("argus_glue_cluster_".length()))
                .sorted()
                .toList();
    }

    @Test
    void theOverviewNamesTheMembersAndEachOwner() {
        String page = overview();
        assertIn(
                "<p class=\"note info\"><strong>Cluster:</strong> member a of 2 (a, b) in etcd since"
                        + " 2026-11-21T11:00:00Z: owns 1 of 2 sources</p>",
                page);
        assertIn("class=\"owner\">Owner</th>", page);
        assertIn(">oslo</a></th><td role=\"cell\" class=\"owner\" data-label=\"owner\">a</td>", page);
        assertIn(">bergen</a></th><td role=\"cell\" class=\"owner\" data-label=\"owner\">b</td>", page);
        assertIn("colspan=\"8\"", page);
        assertFalse(page.contains("\"note bad\"><strong>"), page);
        assertFalse(page.contains("\"note warn\""), page);
    }

    @Test
    void withoutAClusterNothingMentionsIt() {
        situation.cluster = null;
        for (String page : List.of(overview(), page("oslo"))) {
            assertFalse(page.contains("Owner"), page);
            assertFalse(page.contains("Cluster"), page);
        }
        assertIn("colspan=\"7\"", overview());
        assertEquals(List.of(), clusterMetrics());
        assertEquals("standby\n", checks.active("bergen").body());
    }

    @Test
    void thePageOfASourceSaysWhoKeepsItInStep() {
        assertIn("<dt>Owner</dt><dd>a (this process)</dd>", page("oslo"));
        assertIn("<dt>Owner</dt><dd>b; this process, a, is on standby for it</dd>", page("bergen"));
        sketch.owners = Map.of();
        situation.cluster = sketch.build();
        assertIn("<dt>Owner</dt><dd>none known; this process, a, is on standby for it</dd>", page("bergen"));
    }

    @Test
    void problemsAreAtTheTop() {
        sketch.trouble = DOWN;
        sketch.withoutOwner = List.of("bergen");
        sketch.owners = Map.of("oslo", "a");
        sketch.otherConfiguration = List.of("b");
        situation.cluster = sketch.build();
        String page = overview();
        assertIn("&lt;refuses&gt;; this process keeps its 1 source in step", page);
        assertIn("<p class=\"note bad\"><strong>Cluster:</strong> sources without owner: bergen: no process", page);
        assertIn("<p class=\"note warn\"><strong>Cluster:</strong> other sources in the configuration of b", page);
        assertTrue(page.indexOf("\"note bad\"><strong>") < page.indexOf("\"note info\""), page);
        assertIn("No process of the cluster owns this source", page);
        assertTrue(page.indexOf("/sources/bergen\"") < page.indexOf("/sources/oslo\""), "the worst first");
        assertIn("class=\"owner\" data-label=\"owner\">none</td>", page);
        assertIn("<p class=\"note bad\">No process of the cluster owns this source", page("bergen"));
    }

    @Test
    void metricsTellWhoOwnsWhat() {
        assertEquals(
                List.of(
                        "engine_up 1.0",
                        "members 2.0",
                        "owned_sources 1.0",
                        "owner{source=\"bergen\"} 0.0",
                        "owner{source=\"oslo\"} 1.0",
                        "session 1.0",
                        "sources_without_owner 0.0"),
                clusterMetrics());
        sketch.trouble = DOWN;
        sketch.withoutOwner = List.of("narvik", "tromso");
        situation.cluster = sketch.build();
        assertTrue(clusterMetrics().containsAll(List.of("engine_up 0.0", "session 1.0", "sources_without_owner 2.0")));
        sketch.trouble = null;
        sketch.session = null;
        situation.cluster = sketch.build();
        assertTrue(clusterMetrics().containsAll(List.of("engine_up 0.0", "session 0.0")));
    }

    @Test
    void aProcessWithoutSessionIsNotReady() {
        assertEquals(200, checks.ready().status());
        sketch.trouble = DOWN;
        situation.cluster = sketch.build();
        assertEquals(200, checks.ready().status());
        assertIn(
                "ready\ncluster: " + DOWN + "; this process keeps",
                checks.ready().body());
        sketch.session = null;
        sketch.owned = Set.of();
        situation.cluster = sketch.build();
        assertEquals(503, checks.ready().status());
        assertIn(
                "cluster: " + DOWN + "; this process owns no source",
                checks.ready().body());
    }

    @Test
    void aLoadBalancerFindsTheProcessForWebhooks() {
        assertEquals(200, checks.active("oslo").status());
        assertEquals(503, checks.active("bergen").status());
        assertEquals(
                "standby: process 'b' owns the source\n",
                checks.active("bergen").body());
        assertEquals(404, checks.active("narvik").status());
    }
}
