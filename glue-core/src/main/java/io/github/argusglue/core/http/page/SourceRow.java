package io.github.argusglue.core.http.page;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.status.SourceStatus.RunState;
import io.github.argusglue.core.token.TokenReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One source in the table of the overview: a row that is always shown, and a second one with details, which a script
 * shows when the row is opened.
 */
final class SourceRow {
    /** The column that exists in a cluster only. */
    private static final String OWNER = "Owner";

    /** The columns: title, and attributes that tell the script how to sort by it. */
    private static final Map<String, String> COLUMNS = columns();

    private final EndpointSource source;
    private final SourceStatus status;
    private final @Nullable ClusterStatus cluster;
    private final @Nullable TokenReport token;
    private final List<Note> notes;

    /**
     * Creates a row.
     *
     * @param cluster null if there is none
     * @param token null if nothing is known about it
     */
    SourceRow(EndpointSource source, @Nullable ClusterStatus cluster, @Nullable TokenReport token, Instant now) {
        this.source = source;
        this.cluster = cluster;
        this.status = source.live().status();
        this.token = token;
        this.notes = new ArrayList<>(Problems.of(source.live(), cluster, token, now));
        if (source.live().rehearsal().isEmpty()) {
            Problems.resolved(status, now).ifPresent(notes::add);
        }
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("State", "data-sort=\"state\" data-numeric");
        columns.put("Source", "data-sort=\"source\"");
        columns.put(OWNER, "data-sort=\"owner\" class=\"owner\"");
        columns.put("Type", "data-sort=\"type\" class=\"type\"");
        columns.put("Open", "data-sort=\"open\" data-numeric data-first=\"-\" class=\"n\"");
        columns.put("To do", "data-sort=\"todo\" data-numeric data-first=\"-\" class=\"n todo\"");
        columns.put("Last snapshot", "data-sort=\"snapshot\" data-numeric");
        columns.put("Notes", "class=\"notes\"");
        return columns;
    }

    /** Adds the row with the titles of the columns. */
    static void head(Html html, boolean inCluster) {
        html.raw("<thead role=\"rowgroup\"><tr role=\"row\">");
        COLUMNS.forEach((title, attributes) -> {
            if (inCluster || !title.equals(OWNER)) {
                html.element("th scope=\"col\" role=\"columnheader\" " + attributes, title);
            }
        });
        html.raw("</tr></thead>\n");
    }

    SourceStatus status() {
        return status;
    }

    /** Returns the place of the row: the smaller, the sooner a person should look at it. */
    int rank() {
        int byState = switch (status.state()) {
            case FAILING -> 0;
            case DEGRADED -> 2;
            case STARTING -> 4;
            case STANDBY -> 5;
            case ACTIVE -> 6;
        };
        return notes.stream().mapToInt(SourceRow::rank).reduce(byState, Math::min);
    }

    private static int rank(Note note) {
        return switch (note.severity()) {
            case BAD -> 1;
            case WARN -> 3;
            case INFO -> 6;
        };
    }

    private String style() {
        int rank = rank();
        if (rank <= 1) {
            return Note.Severity.BAD.style();
        }
        return (rank <= 3 ? Note.Severity.WARN : Note.Severity.INFO).style();
    }

    void write(Html html, Instant now) {
        String name = source.name();
        html.raw("<tbody role=\"rowgroup\" data-live id=\"source-").text(name).raw("\" data-source=\"");
        html.text(name).raw("\" class=\"").raw(style()).raw("\">\n<tr role=\"row\">");
        html.raw("<td role=\"cell\" data-key=\"").text(rank()).raw("\">");
        html.raw("<button type=\"button\" class=\"toggle\" aria-expanded=\"false\" aria-controls=\"more-");
        html.text(name).raw("\" aria-label=\"Details of ").text(name).raw("\"></button>");
        state(html, status.state());
        html.raw(" <small class=\"since\">");
        Format.stamp(html, status.since(), Format.age(status.since(), now));
        html.raw("</small></td><th scope=\"row\" role=\"rowheader\"><a class=\"name\" href=\"/sources/")
                .text(name);
        html.raw("\">").text(name).raw("</a></th>");
        if (cluster != null) {
            html.raw("<td role=\"cell\" class=\"owner\" data-label=\"owner\">")
                    .text(cluster.owner(name).orElse("none"))
                    .raw("</td>");
        }
        html.raw("<td role=\"cell\" class=\"type\">").text(source.type());
        html.raw("</td><td role=\"cell\" class=\"n open\" data-label=\"open\" data-key=\"")
                .text(status.open());
        html.raw("\">").text(status.open() < 0 ? "unknown" : Format.number(status.open()));
        html.raw("</td><td role=\"cell\" class=\"n todo\" data-key=\"")
                .text(status.pending())
                .raw("\">");
        html.text(Format.number(status.pending())).raw("</td>");
        lastSnapshot(html, now);
        notes(html);
        html.raw("</tr>\n<tr role=\"row\" class=\"more\" id=\"more-").text(name);
        int columns = cluster == null ? COLUMNS.size() - 1 : COLUMNS.size();
        html.raw("\" hidden><td role=\"cell\" colspan=\"" + columns + "\"><dl>");
        SourceFacts.write(html, source, cluster, token, now);
        html.raw("</dl><a href=\"/sources/")
                .text(name)
                .raw("\">Open alerts and last actions of ")
                .text(name);
        html.raw("</a></td></tr></tbody>\n");
    }

    static void state(Html html, RunState state) {
        String word = Format.state(state);
        html.raw("<span class=\"state ").raw(word).raw("\"><span aria-hidden=\"true\">");
        html.text(Format.sign(state)).raw("</span> ").raw(word).raw("</span>");
    }

    private void lastSnapshot(Html html, Instant now) {
        Instant last = status.lastSnapshot();
        html.raw("<td role=\"cell\" class=\"snapshot\" data-key=\"")
                .text(last == null ? 0 : last.getEpochSecond())
                .raw("\">");
        if (last == null) {
            html.text("none yet");
        } else {
            Format.ago(html, last, now);
        }
        html.raw("</td>");
    }

    private void notes(Html html) {
        html.raw("<td role=\"cell\" class=\"notes\">");
        if (!notes.isEmpty()) {
            html.raw("<ul>");
            notes.forEach(note -> html.raw("<li class=\"")
                    .raw(note.severity().style())
                    .raw("\">")
                    .linked(note.text())
                    .raw("</li>"));
            html.raw("</ul>");
        }
        if (notes.size() > 1) {
            html.raw("<span class=\"extra\">and ").text(notes.size() - 1L).raw(" more</span>");
        }
        html.raw("</td>");
    }
}
