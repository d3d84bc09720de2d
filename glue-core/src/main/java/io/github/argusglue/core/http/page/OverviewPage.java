package io.github.argusglue.core.http.page;

import io.github.argusglue.core.failover.FailoverStatus;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.http.ServiceStatus;
import io.github.argusglue.core.status.ClockDifference;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.token.TokenReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The overview of all sources, failing ones first. */
final class OverviewPage {
    private final ServiceStatus service;
    private final PageLayout layout;

    OverviewPage(ServiceStatus service, PageLayout layout) {
        this.service = service;
        this.layout = layout;
    }

    private record Row(
            EndpointSource source,
            SourceStatus status,
            @Nullable TokenReport token) {}

    HttpReply render(Instant now) {
        List<Row> rows = new ArrayList<>();
        service.sources()
                .forEach(source -> rows.add(new Row(
                        source,
                        source.live().status(),
                        service.token(source.name()).orElse(null))));
        rows.sort(Comparator.comparing(OverviewPage::rank));
        String summary = summary(rows);
        Html html = new Html();
        html.element("h1", summary).raw("\n");
        troubles(html);
        failover(html, now);
        html.raw("<table class=\"wide\" role=\"table\"><caption>Sources: ")
                .text(open(rows))
                .raw("</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
        for (String head : List.of("Source", "State", "Open in Argus", "Last good snapshot", "To do", "Notes")) {
            html.raw("<th scope=\"col\" role=\"columnheader\">").text(head).raw("</th>");
        }
        html.raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        rows.forEach(row -> row(html, row, now));
        html.raw("</tbody></table>\n");
        return layout.page(200, summary + " – argus-glue", html, now);
    }

    /** Failing and degraded sources come first. */
    private static int rank(Row row) {
        return switch (row.status().state()) {
            case FAILING -> 0;
            case DEGRADED -> 1;
            case STARTING, ACTIVE, STANDBY -> 2;
        };
    }

    private static String summary(List<Row> rows) {
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

    private static String open(List<Row> rows) {
        long open =
                rows.stream().mapToLong(row -> Math.max(0, row.status().open())).sum();
        return Format.count(open, "incident") + " open in Argus";
    }

    private void troubles(Html html) {
        for (ServiceStatus.Server server : service.servers()) {
            if (server.trouble() != null) {
                html.raw("<p class=\"note bad\"><strong>Argus '")
                        .text(server.name())
                        .raw("':</strong> ");
                html.text("no requests are sent at the moment; argus-glue retries: ")
                        .text(server.trouble());
                html.raw("</p>\n");
            }
        }
        for (ServiceStatus.Server server : service.servers()) {
            if (server.clockAheadSeconds() != 0) {
                html.raw("<p class=\"note bad\"><strong>Clock:</strong> ");
                html.text(ClockDifference.describe("Argus '" + server.name() + "'", server.clockAheadSeconds()));
                html.raw("</p>\n");
            }
        }
        String refusal = service.configuration().refusal();
        if (refusal != null) {
            html.raw("<p class=\"note bad\"><strong>Configuration:</strong> ");
            html.text("the last reload failed and the previous configuration is still in force: ")
                    .text(refusal);
            html.raw("</p>\n");
        }
    }

    private void failover(Html html, Instant now) {
        for (FailoverStatus group : service.failover()) {
            boolean loud = group.byHand() != null;
            html.raw(loud ? "<p class=\"note bad\">" : "<p class=\"note\">").raw("<strong>Failover '");
            html.text(group.group()).raw("': ").text(group.role().name()).raw(loud ? " BY HAND" : "");
            html.raw("</strong> <small>since ");
            Format.stamp(html, group.since(), Format.time(group.since()));
            html.text(" (" + Format.age(group.since(), now) + ")").raw("</small>: ");
            html.text(group.reason() + " (" + group.target() + ")").raw("</p>\n");
        }
    }

    private static void row(Html html, Row row, Instant now) {
        SourceStatus status = row.status();
        html.raw("<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><a href=\"/sources/")
                .text(row.source().name())
                .raw("\">")
                .text(row.source().name())
                .raw("</a><small>")
                .text(row.source().type())
                .raw("</small></th>");
        cell(html, "State");
        state(html, status, now);
        cell(html.raw("</td>"), "Open in Argus");
        if (status.open() < 0) {
            html.text("unknown");
        } else {
            html.raw("<span class=\"n\">").text(Format.number(status.open())).raw("</span>");
            html.element("small", Format.levels(status.openByLevel()));
        }
        cell(html.raw("</td>"), "Last good snapshot");
        Instant last = status.lastSnapshot();
        if (last == null) {
            html.text("none yet");
        } else {
            Format.ago(html, last, now);
            html.element("small", Format.count(status.alerts(), "alert"));
        }
        cell(html.raw("</td>"), "To do");
        html.raw("<span class=\"n\">").text(Format.number(status.pending())).raw("</span></td>");
        cell(html, "Notes");
        List<String> notes = new ArrayList<>();
        row.source().live().hangReason().ifPresent(hang -> notes.add("argus-glue: " + hang));
        notes.addAll(Problems.of(row.source().live(), status, row.token(), now));
        list(html, notes);
        html.raw("</td></tr>\n");
    }

    static void state(Html html, SourceStatus status, Instant now) {
        String word = Format.state(status.state());
        html.raw("<span class=\"state ").raw(word).raw("\"><span aria-hidden=\"true\">");
        html.text(Format.sign(status.state())).raw("</span> ").raw(word).raw("</span> <small>since ");
        Format.stamp(html, status.since(), Format.time(status.since()));
        html.text(" (" + Format.age(status.since(), now) + ")").raw("</small>");
    }

    static void list(Html html, List<String> lines) {
        if (lines.size() == 1) {
            html.text(lines.get(0));
        } else if (!lines.isEmpty()) {
            html.raw("<ul>");
            lines.forEach(line -> html.element("li", line));
            html.raw("</ul>");
        }
    }

    private static void cell(Html html, String label) {
        html.raw("<td role=\"cell\" data-label=\"").text(label).raw("\">");
    }
}
