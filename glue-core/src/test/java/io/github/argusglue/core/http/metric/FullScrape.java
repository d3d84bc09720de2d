package io.github.argusglue.core.http.metric;

import io.github.argusglue.core.cluster.ClusterSketch;
import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.failover.ProbeResult;
import io.github.argusglue.core.failover.Role;
import io.github.argusglue.core.http.FakeServiceStatus;
import io.github.argusglue.core.http.FakeServiceStatus.FakeSource;
import io.github.argusglue.core.http.FakeServiceStatus.StatusSketch;
import io.github.argusglue.core.http.HookResult;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.ActionLog.ActionKind;
import io.github.argusglue.core.status.ActionLog.ActionStatus;
import io.github.argusglue.core.status.Rehearsal;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.token.RenewalStep;
import io.github.argusglue.core.token.TokenKind;
import io.github.argusglue.core.token.TokenReport;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.http.HttpRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One scrape in which every metric has at least one value, taken apart by family. */
final class FullScrape {
    private static final Instant NOW = FakeServiceStatus.NOW;

    private FullScrape() {}

    /**
     * A family of metrics as the text format has it.
     *
     * @param help its description
     * @param type counter, gauge or histogram
     * @param samples its lines
     */
    record Family(String help, String type, List<String> samples) {}

    /** Returns the families by name. */
    static Map<String, Family> families() {
        Map<String, Family> families = new TreeMap<>();
        String help = "";
        List<String> samples = new ArrayList<>();
        for (String line : text().lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help = words[3];
            } else if (line.startsWith("# TYPE ")) {
                samples = new ArrayList<>();
                families.put(words[2], new Family(help, words[3], samples));
            } else {
                samples.add(line);
            }
        }
        return families;
    }

    private static String text() {
        FakeServiceStatus situation = new FakeServiceStatus();
        StatusSketch oslo = new StatusSketch("oslo");
        oslo.vitals = new SourceStatus.Vitals(Duration.ofSeconds(30), NOW, 0, 0, null, 1);
        oslo.leftOut = LeftOut.builder().add("bfd", "1", "a session is down").build();
        FakeSource source = situation.add("oslo");
        source.status = oslo.build();
        source.counts = Map.of(new ActionKind("open", ActionStatus.DONE), 1L);
        StatusSketch standby = new StatusSketch("standby");
        standby.state = RunState.STANDBY;
        FakeSource other = situation.add("standby");
        other.status = standby.build();
        other.rehearsal = new Rehearsal(NOW, true, "3 alerts read");
        situation.servers.add(new ServiceStatus.Server("default", null));
        situation.failover.add(new FailoverStatus(
                "zino",
                Role.STANDBY,
                NOW,
                null,
                null,
                Role.STANDBY,
                "the primary answers",
                "snmp zino1:8000",
                new ProbeResult(ProbeResult.Kind.UP, "answers", -1),
                NOW,
                0,
                3));
        situation.cluster = new ClusterSketch().build();
        situation.tokens.put(
                "oslo",
                new TokenReport(
                        "oslo", TokenKind.DRF, "about", RenewalStep.FINE, NOW, "valid", "/t", true, null, null, 0));
        GlueMetrics metrics = new GlueMetrics(situation);
        metrics.enable();
        metrics.requestsTo("default").requestEnded(null, Duration.ofMillis(30));
        metrics.requestsOf("oslo")
                .ended(HttpRequest.get(URI.create("http://nms"), "alerts"), 200, Duration.ofMillis(30));
        metrics.webhook("oslo", HookResult.TAKEN);
        return metrics.scrape().body();
    }
}
