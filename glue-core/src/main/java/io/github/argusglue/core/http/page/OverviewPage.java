package io.github.argusglue.core.http.page;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.cluster.ClusterSummary;
import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.ClockDifference;
import io.github.argusglue.core.status.SourceStatus.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The overview of all sources, what needs a person first. */
final class OverviewPage {
    private static final int MAX_LENGTH = 600;

    private final ServiceStatus service;
    private final PageLayout layout;

    OverviewPage(ServiceStatus service, PageLayout layout) {
        this.service = service;
        this.layout = layout;
    }

    HttpReply render(Instant now) {
        ClusterStatus cluster = service.cluster().orElse(null);
        List<SourceRow> rows = new ArrayList<>();
        service.sources()
                .forEach(source -> rows.add(new SourceRow(
                        source, cluster, service.token(source.name()).orElse(null), now)));
        rows.sort(Comparator.comparingInt(SourceRow::rank));
        String summary = summary(rows);
        Html html = new Html();
        html.raw("<div data-live id=\"head\">").element("h1", summary).raw("\n");
        troubles(html);
        ClusterSummary shared = cluster == null ? null : new ClusterSummary(cluster, rows.size());
        if (shared != null) {
            shared.problems().forEach(problem -> trouble(html, "Cluster", problem));
        }
        failover(html, now);
        if (shared != null) {
            cluster(html, shared);
        }
        html.raw("</div>\n<div class=\"search\" role=\"search\"><label for=\"filter\">Filter</label>")
                .raw("<input type=\"search\" id=\"filter\" placeholder=\"name, type, state or note\"")
                .raw(" autocomplete=\"off\" spellcheck=\"false\"><span role=\"status\" id=\"shown\"></span></div>\n")
                .raw("<table class=\"sources\" role=\"table\" id=\"sources\">")
                .raw("<caption data-live id=\"caption\">Sources: ")
                .text(open(rows))
                .raw("</caption>\n");
        SourceRow.head(html, cluster != null);
        rows.forEach(row -> row.write(html, now));
        html.raw("</table>\n");
        return layout.page(200, summary + " – argus-glue", html, now);
    }

    private static String summary(List<SourceRow> rows) {
        Map<RunState, Integer> counts = new EnumMap<>(RunState.class);
        rows.forEach(row -> counts.merge(row.status().state(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        for (RunState state :
                List.of(RunState.FAILING, RunState.DEGRADED, RunState.STARTING, RunState.ACTIVE, RunState.STANDBY)) {
            if (counts.containsKey(state)) {
                parts.add(counts.get(state) + " " + Format.state(state));
            }
        }
        return Format.count(rows.size(), "source") + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    private static String open(List<SourceRow> rows) {
        long open =
                rows.stream().mapToLong(row -> Math.max(0, row.status().open())).sum();
        return Format.count(open, "incident") + " open in Argus";
    }

    private void troubles(Html html) {
        for (ServiceStatus.Server server : service.servers()) {
            if (server.trouble() != null) {
                trouble(
                        html,
                        "Argus '" + server.name() + "'",
                        "no requests are sent at the moment; argus-glue retries: " + server.trouble());
            }
        }
        for (ServiceStatus.Server server : service.servers()) {
            if (server.clockAheadSeconds() != 0) {
                trouble(
                        html,
                        "Clock",
                        ClockDifference.describe("Argus '" + server.name() + "'", server.clockAheadSeconds()));
            }
        }
        String refusal = service.configuration().refusal();
        if (refusal != null) {
            trouble(
                    html,
                    "Configuration",
                    "the last reload failed and the previous configuration is still in force: " + refusal);
        }
    }

    private static void trouble(Html html, String what, String text) {
        html.raw("<p class=\"note bad\">").element("strong", what + ":").raw(" ");
        html.linked(Format.shorten(text, MAX_LENGTH)).raw("</p>\n");
    }

    private static void cluster(Html html, ClusterSummary shared) {
        html.raw("<p class=\"note info\"><strong>Cluster:</strong> ")
                .text(shared.line())
                .raw("</p>\n");
        for (String remark : shared.remarks()) {
            html.raw("<p class=\"note warn\"><strong>Cluster:</strong> ")
                    .text(Format.shorten(remark, MAX_LENGTH))
                    .raw("</p>\n");
        }
    }

    private void failover(Html html, Instant now) {
        for (FailoverStatus group : service.failover()) {
            boolean loud = group.byHand() != null;
            html.raw(loud ? "<p class=\"note bad\">" : "<p class=\"note info\">")
                    .raw("<strong>Failover '");
            html.text(group.group()).raw("': ").text(group.role().name()).raw(loud ? " BY HAND" : "");
            html.raw("</strong> <small>since ");
            Format.stamp(html, group.since(), Format.time(group.since()));
            html.text(" (" + Format.age(group.since(), now) + ")").raw("</small>: ");
            html.linked(group.reason() + " (" + group.target() + ")").raw("</p>\n");
        }
    }
}
