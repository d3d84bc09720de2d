package io.github.argusglue.core.http.page;

import io.github.argusglue.core.argus.Incident;
import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.http.HttpReply;
import io.github.argusglue.core.status.ActionLog;
import io.github.argusglue.core.status.OpenIncidents;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.token.TokenReport;
import java.time.Instant;
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
     * @param cluster null if there is none
     * @param token null if nothing is known about it
     * @param open null if it was not available in time
     */
    HttpReply render(
            EndpointSource source,
            @Nullable ClusterStatus cluster,
            @Nullable TokenReport token,
            @Nullable OpenIncidents open,
            Instant now) {
        SourceStatus status = source.live().status();
        Html html = new Html();
        html.raw("<div data-live id=\"content\">").element("h1", source.name()).raw("\n");
        for (Note note : Problems.of(source.live(), cluster, token, now)) {
            html.raw("<p class=\"note ").raw(note.severity().style()).raw("\">");
            html.linked(note.text()).raw("</p>\n");
        }
        html.raw("<dl>").raw("<div><dt>State</dt><dd>");
        SourceRow.state(html, status.state());
        html.raw("</dd></div>");
        SourceFacts.write(html, source, cluster, token, now);
        lastProblem(html, status.lastProblem());
        html.raw("</dl>\n");
        open(html, source, open, now);
        actions(html, source.live().lastActions());
        html.raw("</div>\n");
        String title = source.name() + ": " + Format.state(status.state()) + " – argus-glue";
        return layout.page(200, title, html, now);
    }

    private static void lastProblem(Html html, SourceStatus.@Nullable LastProblem last) {
        if (last != null) {
            SourceFacts.begin(html, "Last problem");
            Format.stamp(html, last.at(), Format.time(last.at()));
            html.linked(": " + Format.shorten(last.text(), MAX_ACTION_LENGTH)).raw("</dd></div>");
        }
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
        cell(html.raw("<tr role=\"row\">"), "Level", "nowrap").text(Format.level(incident.level()));
        html.raw("</td><th scope=\"row\" role=\"rowheader\" class=\"long\">")
                .text(Format.shorten(
                        incident.description().isEmpty() ? incident.sourceIncidentId() : incident.description(),
                        MAX_ALERT_LENGTH));
        cell(html.raw("</th>"), "Since", "nowrap");
        Format.ago(html, incident.startTime(), now);
        cell(html.raw("</td>"), "Incident", "nowrap")
                .raw("<a href=\"")
                .text(incidents)
                .text(incident.pk());
        html.raw("/\">").text(incident.pk()).raw("</a>");
        html.raw(incident.acked() ? " acknowledged" : "").raw("</td></tr>\n");
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
            cell(html.raw("<tr role=\"row\">"), "Time", "nowrap");
            Format.stamp(html, entry.at(), Format.time(entry.at()));
            cell(html.raw("</td>"), "Action", "nowrap").text(entry.action());
            cell(html.raw("</td>"), "Result", "nowrap");
            html.element("span class=\"" + result + "\"", result);
            cell(html.raw("</td>"), "Details", "long").linked(Format.shorten(entry.text(), MAX_ACTION_LENGTH));
            html.raw("</td></tr>\n");
        }
        html.raw("</tbody></table>\n");
    }

    private static void head(Html html, String caption, List<String> columns) {
        html.raw("<table role=\"table\">").element("caption", caption);
        html.raw("\n<thead role=\"rowgroup\"><tr role=\"row\">");
        columns.forEach(column -> html.element("th scope=\"col\" role=\"columnheader\"", column));
        html.raw("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    }

    /** Begins a cell; its content follows, and then {@code </td>}. */
    private static Html cell(Html html, String label, String style) {
        return html.raw("<td role=\"cell\" data-label=\"")
                .text(label)
                .raw("\" class=\"")
                .raw(style)
                .raw("\">");
    }
}
