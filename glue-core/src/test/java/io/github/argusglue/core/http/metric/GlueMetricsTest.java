package io.github.argusglue.core.http.metric;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.http.FakeServiceStatus;
import io.github.argusglue.core.http.FakeServiceStatus.FakeSource;
import io.github.argusglue.core.http.FakeServiceStatus.StatusSketch;
import io.github.argusglue.core.http.HookResult;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.ActionLog.ActionKind;
import io.github.argusglue.core.status.ActionLog.ActionStatus;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.http.HttpRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GlueMetricsTest {
    private final FakeServiceStatus situation = new FakeServiceStatus();
    private final FakeSource oslo = situation.add("oslo");
    private final GlueMetrics metrics = new GlueMetrics(situation);

    private List<String> lines() {
        return metrics.scrape().body().lines().toList();
    }

    private void assertLine(String line) {
        List<String> lines = lines();
        assertTrue(lines.contains(line), () -> line + " is not among:\n" + String.join("\n", lines));
    }

    @Test
    void sourceGauges() {
        StatusSketch sketch = new StatusSketch("oslo");
        sketch.pending = 4;
        sketch.holds = List.of("a", "b");
        sketch.missing = new SourceStatus.Missing("scope 'bergen' is unknown: 503", List.of("bergen"));
        sketch.tokenRefused = true;
        sketch.quiet = 2;
        sketch.state = RunState.FAILING;
        oslo.status = sketch.build();

        assertLine("argus_glue_source_state{source=\"oslo\",state=\"failing\"} 1.0");
        assertLine("argus_glue_source_state{source=\"oslo\",state=\"active\"} 0.0");
        assertLine("argus_glue_source_incidents{level=\"1\",source=\"oslo\"} 1.0");
        assertLine("argus_glue_source_incidents{level=\"3\",source=\"oslo\"} 2.0");
        assertLine("argus_glue_source_alerts{source=\"oslo\"} 3.0");
        assertLine("argus_glue_source_pending_actions{source=\"oslo\"} 4.0");
        assertLine("argus_glue_source_snapshot_timestamp_seconds{source=\"oslo\"} 1.795262388E9");
        assertLine("argus_glue_source_snapshot_duration_seconds{source=\"oslo\"} 0.25");
        assertLine("argus_glue_source_snapshot_partial{source=\"oslo\"} 1.0");
        assertLine("argus_glue_source_unknown_scopes{source=\"oslo\"} 1.0");
        assertLine("argus_glue_source_guards_holding{source=\"oslo\"} 2.0");
        assertLine("argus_glue_source_token_refused{source=\"oslo\"} 1.0");
        assertLine("argus_glue_source_quiet_alerts{source=\"oslo\"} 2.0");
        assertLine("argus_glue_build_info{version=\"1.2.3\"} 1");
    }

    @Test
    void degradedSource() {
        assertLine("argus_glue_source_degraded{source=\"oslo\"} 0.0");
        StatusSketch sketch = new StatusSketch("oslo");
        sketch.state = RunState.DEGRADED;
        sketch.degraded = List.of("am-2 is down");
        oslo.status = sketch.build();

        assertLine("argus_glue_source_state{source=\"oslo\",state=\"degraded\"} 1.0");
        assertLine("argus_glue_source_degraded{source=\"oslo\"} 1.0");
        assertLine("argus_glue_source_up{source=\"oslo\"} 1.0");
    }

    @Test
    void sourceIsUpIfItsLastReadSucceeded() {
        assertLine("argus_glue_source_up{source=\"oslo\"} 1.0");
        StatusSketch sketch = new StatusSketch("oslo");
        sketch.state = RunState.FAILING;
        sketch.argusFault = "the token is refused";
        oslo.status = sketch.build();
        assertLine("argus_glue_source_up{source=\"oslo\"} 1.0");
        sketch.argusFault = null;
        sketch.sourceFault = "nobody there";
        oslo.status = sketch.build();
        assertLine("argus_glue_source_up{source=\"oslo\"} 0.0");
        sketch.state = RunState.STANDBY;
        oslo.status = sketch.build();
        assertLine("argus_glue_source_up{source=\"oslo\"} 0.0");
        sketch.state = RunState.STARTING;
        sketch.sourceFault = null;
        sketch.lastSnapshot = null;
        oslo.status = sketch.build();
        assertFalse(lines().stream().anyMatch(line -> line.startsWith("argus_glue_source_up{")));
    }

    @Test
    void otherStatusGauges() {
        StatusSketch sketch = new StatusSketch("oslo");
        sketch.vitals = new SourceStatus.Vitals(
                Duration.ofSeconds(30), FakeServiceStatus.NOW, 2, 5, "ACKNOWLEDGED is tried again: refused", 7);
        oslo.status = sketch.build();

        assertLine("argus_glue_source_heartbeat_timestamp_seconds{source=\"oslo\"} 1.7952624E9");
        assertLine("argus_glue_source_hanging_adapters{source=\"oslo\"} 2.0");
        assertLine("argus_glue_source_feedback_waiting{source=\"oslo\"} 5.0");
        assertLine("argus_glue_source_feedback_failing{source=\"oslo\"} 1.0");
        assertLine("argus_glue_source_hangs{source=\"oslo\"} 0.0");
        oslo.hangReason = "its thread has died";
        assertLine("argus_glue_source_hangs{source=\"oslo\"} 1.0");
    }

    @Test
    void leftOutProblemsByReason() {
        StatusSketch sketch = new StatusSketch("oslo");
        sketch.leftOut = LeftOut.builder()
                .add("bfd", "17", "")
                .add("bfd", "18", "")
                .add("rule", "19", "")
                .build();
        oslo.status = sketch.build();
        assertLine("argus_glue_left_out{reason=\"bfd\",source=\"oslo\"} 2.0");
        assertLine("argus_glue_left_out{reason=\"rule\",source=\"oslo\"} 1.0");

        oslo.status = new StatusSketch("oslo").build();
        assertFalse(lines().stream().anyMatch(line -> line.startsWith("argus_glue_left_out{")));
    }

    @Test
    void earlyEventsAreLimited() {
        metrics.enable();
        for (int i = 0; i < 10_050; i++) {
            metrics.webhook("oslo", HookResult.TAKEN);
        }
        assertLine("argus_glue_webhooks_total{result=\"taken\",source=\"oslo\"} 10000.0");
        metrics.webhook("oslo", HookResult.TAKEN);
        assertLine("argus_glue_webhooks_total{result=\"taken\",source=\"oslo\"} 10001.0");
    }

    @Test
    void unknownCountsAreOmitted() {
        StatusSketch sketch = new StatusSketch("oslo");
        sketch.alerts = -1;
        sketch.open = -1;
        sketch.lastSnapshot = null;
        oslo.status = sketch.build();

        List<String> lines = lines();

        assertFalse(lines.stream().anyMatch(line -> line.startsWith("argus_glue_source_incidents{")));
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("argus_glue_source_alerts{")));
        assertFalse(lines.stream().anyMatch(line -> line.startsWith("argus_glue_source_snapshot_")));
    }

    @Test
    void aRemovedSourceDisappears() {
        assertLine("argus_glue_source_alerts{source=\"oslo\"} 3.0");
        situation.sources.clear();
        situation.add("bergen");

        assertLine("argus_glue_source_alerts{source=\"bergen\"} 3.0");
        assertFalse(lines().contains("argus_glue_source_alerts{source=\"oslo\"} 3.0"));
    }

    @Test
    void actionCountsContinueAfterARestart() {
        oslo.counts =
                Map.of(new ActionKind("open", ActionStatus.DONE), 5L, new ActionKind("end", ActionStatus.FAILED), 1L);
        assertLine("argus_glue_actions_total{action=\"open\",result=\"done\",source=\"oslo\"} 5.0");
        oslo.counts = Map.of(new ActionKind("open", ActionStatus.DONE), 7L);
        assertLine("argus_glue_actions_total{action=\"open\",result=\"done\",source=\"oslo\"} 7.0");
        assertLine("argus_glue_actions_total{action=\"end\",result=\"failed\",source=\"oslo\"} 1.0");

        oslo.counts = Map.of(new ActionKind("open", ActionStatus.DONE), 2L);

        assertLine("argus_glue_actions_total{action=\"open\",result=\"done\",source=\"oslo\"} 9.0");
        assertLine("argus_glue_actions_total{action=\"open\",result=\"done\",source=\"oslo\"} 9.0");
    }

    @Test
    void droppedNoticesContinueAfterARestart() {
        StatusSketch sketch = new StatusSketch("oslo");
        assertLine("argus_glue_source_notices_dropped_total{source=\"oslo\"} 0.0");
        sketch.vitals = dropped(7);
        oslo.status = sketch.build();
        assertLine("argus_glue_source_notices_dropped_total{source=\"oslo\"} 7.0");
        sketch.vitals = dropped(2);
        oslo.status = sketch.build();

        assertLine("argus_glue_source_notices_dropped_total{source=\"oslo\"} 9.0");
        assertLine("argus_glue_source_notices_dropped_total{source=\"oslo\"} 9.0");
    }

    private static SourceStatus.Vitals dropped(long notices) {
        return new SourceStatus.Vitals(Duration.ofSeconds(30), null, 0, 0, null, notices);
    }

    @Test
    void requestsAreTimedFromTheBeginningOn() {
        metrics.requestsTo("main").requestEnded(null, Duration.ofMillis(30));
        metrics.enable();
        metrics.requestsTo("main").requestEnded(null, Duration.ofMillis(30));
        metrics.requestsTo("main").requestEnded(ArgusException.Kind.SERVER_DOWN, Duration.ofSeconds(2));
        metrics.webhook("oslo", HookResult.TAKEN);
        metrics.webhook("", HookResult.UNKNOWN_SOURCE);
        HttpRequest request = HttpRequest.get(URI.create("http://nms"), "alerts");
        metrics.requestsOf("oslo").ended(request, 200, Duration.ofMillis(30));
        metrics.requestsOf("oslo").ended(request, 0, Duration.ofSeconds(10));

        assertLine("argus_glue_argus_request_duration_seconds_count{argus=\"main\",outcome=\"ok\"} 1");
        assertLine("argus_glue_argus_request_duration_seconds_bucket{argus=\"main\",outcome=\"ok\",le=\"0.025\"} 0");
        assertLine("argus_glue_argus_request_duration_seconds_bucket{argus=\"main\",outcome=\"ok\",le=\"0.05\"} 1");
        assertLine("argus_glue_argus_request_duration_seconds_sum{argus=\"main\",outcome=\"server_down\"} 2.0");
        assertLine("argus_glue_source_request_duration_seconds_count{code=\"200\",source=\"oslo\"} 1");
        assertLine("argus_glue_source_request_duration_seconds_sum{code=\"none\",source=\"oslo\"} 10.0");
        assertLine("argus_glue_webhooks_total{result=\"taken\",source=\"oslo\"} 1.0");
        assertLine("argus_glue_webhooks_total{result=\"unknown_source\",source=\"-\"} 1.0");
        metrics.webhook("oslo", HookResult.TAKEN);
        assertLine("argus_glue_webhooks_total{result=\"taken\",source=\"oslo\"} 2.0");
    }

    @Test
    void serversAndConfiguration() {
        situation.servers.add(new ServiceStatus.Server("main", null));
        situation.servers.add(new ServiceStatus.Server("other", "down", -7200));
        assertLine("argus_glue_argus_up{argus=\"main\"} 1.0");
        assertLine("argus_glue_argus_up{argus=\"other\"} 0.0");
        assertLine("argus_glue_argus_clock_ahead_seconds{argus=\"main\"} 0.0");
        assertLine("argus_glue_argus_clock_ahead_seconds{argus=\"other\"} -7200.0");
        assertLine("argus_glue_config_last_reload_successful 1.0");

        situation.configuration = new ServiceStatus.Configuration(FakeServiceStatus.NOW, "line 3");

        assertLine("argus_glue_config_last_reload_successful 0.0");
        assertLine("argus_glue_config_loaded_timestamp_seconds 1.7952624E9");
    }
}
