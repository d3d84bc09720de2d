package io.github.argusglue.core.http.page;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.status.ActionLog;
import io.github.argusglue.core.status.OpenIncidents;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.token.TokenReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One source: its status, its open incidents and its last actions. */
final class SourcePage {
    static final int MAX_OPEN = 50;
    private static final int MAX_ALERT_LENGTH = 160;
    private static final int MAX_ACTION_LENGTH = 300;

    private final PageLayout layout;

    SourcePage(PageLayout layout) {
        this.layout = layout;
    }

    /**
     * Renders the page.
     *
     * @param token null if nothing is known about it
     * @param open null if it was not available in time
     */
    HttpReply render(EndpointSource source, @Nullable TokenReport token, @Nullable OpenIncidents open, Instant now) {
        SourceStatus status = source.live().status();
        Html html = new Html();
        html.element("h1", source.name()).raw("\n");
        for (String rehearsed : Problems.rehearsed(source.live(), now)) {
            html.element("p class=\"note\"", rehearsed).raw("\n");
        }
        for (String wrong : wrong(source, status, now)) {
            html.element("p class=\"note bad\"", wrong).raw("\n");
        }
        for (String warning : Problems.token(token)) {
            html.element("p class=\"note\"", warning).raw("\n");
        }
        for (String held : Problems.held(status)) {
            html.element("p class=\"note\"", held).raw("\n");
        }
        facts(html, source, status, token, now);
        open(html, source, open, now);
        actions(html, source.live().lastActions());
        String title = source.name() + ": " + Format.state(status.state()) + " – argus-glue";
        return layout.page(200, title, html, now);
    }

    private static List<String> wrong(EndpointSource source, SourceStatus status, Instant now) {
        List<String> wrong = new ArrayList<>();
        source.live().hangReason().ifPresent(hang -> wrong.add("argus-glue: " + hang));
        wrong.addAll(Problems.wrong(status, now));
        return wrong;
    }

    private static void facts(
            Html html, EndpointSource source, SourceStatus status, @Nullable TokenReport token, Instant now) {
        html.raw("<dl><dt>State</dt><dd>");
        OverviewPage.state(html, status, now);
        fact(html.raw("</dd>"), "Type", source.type());
        fact(html, "Argus", source.argusUrl().toString());
        if (token != null) {
            fact(
                    html,
                    "Token",
                    token.kind().words() + ", " + token.outlook() + (token.renew() ? "; renewed automatically" : ""));
        }
        fact(html, "Alerts in the source", status.alerts() < 0 ? "unknown" : Format.number(status.alerts()));
        fact(html, "Open in Argus", status.open() < 0 ? "unknown" : Format.number(status.open()));
        html.raw("<dt>Last good snapshot</dt><dd>");
        Instant last = status.lastSnapshot();
        if (last == null) {
            html.text("none yet");
        } else {
            Format.stamp(html, last, Format.time(last));
            String took = status.snapshotTook() == null
                    ? ""
                    : ", took " + status.snapshotTook().toMillis() + " ms";
            html.text(" (" + Format.age(last, now) + " ago" + took + ")");
        }
        fact(html.raw("</dd>"), "To do", Format.number(status.pending()));
        Instant heartbeat = status.vitals().heartbeat();
        if (heartbeat != null) {
            html.raw("<dt>Last heartbeat to Argus</dt><dd>");
            Format.ago(html, heartbeat, now);
            html.raw("</dd>");
        }
        if (status.vitals().feedbackWaiting() > 0) {
            fact(
                    html,
                    "Feedback waiting for the source",
                    Format.number(status.vitals().feedbackWaiting()));
        }
        SourceStatus.LastProblem trouble = status.lastProblem();
        if (trouble != null) {
            html.raw("<dt>Last problem</dt><dd>");
            Format.stamp(html, trouble.at(), Format.time(trouble.at()));
            html.text(": " + Format.shorten(trouble.text(), MAX_ACTION_LENGTH)).raw("</dd>");
        }
        html.raw("</dl>\n");
    }

    private static void fact(Html html, String name, String value) {
        html.element("dt", name).element("dd", value);
    }

    private static void open(Html html, EndpointSource source, @Nullable OpenIncidents open, Instant now) {
        html.raw("<h2>Open alerts</h2>\n");
        if (open == null) {
            html.raw("<p>The source is busy; reload the page in a moment.</p>\n");
            return;
        } else if (open.total() <= 0) {
            html.element("p", open.total() == 0 ? "None." : "Unknown: Argus has not been read yet.")
                    .raw("\n");
            return;
        }
        int more = open.total() - open.first().size();
        String shown = more == 0
                ? Format.count(open.total(), "incident") + ", most severe first"
                : "The " + open.first().size() + " most severe of " + Format.count(open.total(), "incident") + "; "
                        + Format.number(more) + " more in Argus";
        head(html, shown, List.of("Level", "Alert", "Since", "Incident"));
        String incidents = source.argusUrl().toString().replaceAll("/+$", "") + "/incidents/";
        open.first().forEach(incident -> incident(html, incident, incidents, now));
        html.raw("</tbody></table>\n");
    }

    private static void incident(Html html, Incident incident, String incidents, Instant now) {
        cell(html.raw("<tr role=\"row\">"), "Level", Format.level(incident.level()));
        html.raw("<th scope=\"row\" role=\"rowheader\">")
                .text(Format.shorten(
                        incident.description().isEmpty() ? incident.sourceIncidentId() : incident.description(),
                        MAX_ALERT_LENGTH))
                .raw("</th><td role=\"cell\" data-label=\"Since\">");
        Format.stamp(html, incident.startTime(), Format.time(incident.startTime()));
        html.element("small", Format.age(incident.startTime(), now)).raw("</td>");
        html.raw("<td role=\"cell\" data-label=\"Incident\"><a href=\"")
                .text(incidents)
                .text(incident.pk());
        html.raw("/\">").text(incident.pk()).raw("</a>");
        html.raw(incident.acked() ? "<small>acknowledged</small>" : "").raw("</td></tr>\n");
    }

    private static void actions(Html html, List<ActionLog.LoggedAction> actions) {
        html.raw("<h2>Last actions</h2>\n");
        if (actions.isEmpty()) {
            html.raw("<p>None since the start of argus-glue.</p>\n");
            return;
        }
        head(html, "The last " + actions.size() + ", newest first", List.of("Time", "Action", "Result", "Details"));
        for (ActionLog.LoggedAction entry : actions) {
            String result = entry.result().name().toLowerCase(Locale.ROOT);
            html.raw("<tr role=\"row\"><td role=\"cell\" data-label=\"Time\">");
            Format.stamp(html, entry.at(), Format.time(entry.at()));
            cell(html.raw("</td>"), "Action", entry.action());
            html.raw("<td role=\"cell\" data-label=\"Result\"><span class=\"")
                    .raw(result)
                    .raw("\">")
                    .raw(result);
            html.raw("</span></td>");
            cell(html, "Details", Format.shorten(entry.text(), MAX_ACTION_LENGTH));
            html.raw("</tr>\n");
        }
        html.raw("</tbody></table>\n");
    }

    private static void head(Html html, String caption, List<String> columns) {
        html.raw("<table class=\"wide\" role=\"table\">").element("caption", caption);
        html.raw("\n<thead role=\"rowgroup\"><tr role=\"row\">");
        columns.forEach(column -> html.element("th scope=\"col\" role=\"columnheader\"", column));
        html.raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    }

    private static void cell(Html html, String label, String text) {
        html.raw("<td role=\"cell\" data-label=\"")
                .text(label)
                .raw("\">")
                .text(text)
                .raw("</td>");
    }
}
