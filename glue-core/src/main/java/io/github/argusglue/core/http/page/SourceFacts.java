package io.github.argusglue.core.http.page;

import io.github.argusglue.core.cluster.ClusterStatus;
import io.github.argusglue.core.http.EndpointSource;
import io.github.argusglue.core.status.SourceStatus;
import io.github.argusglue.core.token.TokenReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known about one source, as pairs of name and value. */
final class SourceFacts {
    private SourceFacts() {}

    /** Adds the pairs; they have to be inside of a {@code <dl>}. */
    static void write(
            Html html,
            EndpointSource source,
            @Nullable ClusterStatus cluster,
            @Nullable TokenReport token,
            Instant now) {
        SourceStatus status = source.live().status();
        begin(html, "State since");
        Format.stamp(html, status.since(), Format.time(status.since()));
        html.text(" (" + Format.age(status.since(), now) + ")").raw("</dd></div>");
        if (cluster != null) {
            fact(html, "Owner", owner(cluster, source.name()));
        }
        fact(html, "Type", source.type());
        begin(html, "Argus").linked(source.argusUrl().toString()).raw("</dd></div>");
        fact(html, "Alerts in the source", number(status.alerts()));
        if (status.leftOut().total() > 0) {
            fact(html, "Left out", status.leftOut().summary());
        }
        begin(html, "Open in Argus").text(number(status.open()));
        html.element("small", Format.levels(status.openByLevel())).raw("</dd></div>");
        fact(html, "To do", Format.number(status.pending()));
        begin(html, "Last good snapshot");
        lastSnapshot(html, status, now);
        html.raw("</dd></div>");
        if (token != null) {
            String renewed = token.renew() ? "; renewed automatically" : "";
            fact(html, "Token", token.kind().words() + ", " + token.outlook() + renewed);
        }
        SourceStatus.Vitals vitals = status.vitals();
        if (vitals.heartbeat() != null) {
            begin(html, "Last heartbeat to Argus");
            Format.ago(html, vitals.heartbeat(), now);
            html.raw("</dd></div>");
        }
        if (vitals.feedbackWaiting() > 0) {
            fact(html, "Feedback waiting for the source", Format.number(vitals.feedbackWaiting()));
        }
    }

    private static String owner(ClusterStatus cluster, String source) {
        String owner = cluster.owner(source).orElse("");
        if (owner.equals(cluster.member())) {
            return owner + " (this process)";
        }
        return (owner.isEmpty() ? "none known" : owner) + "; this process, " + cluster.member()
                + ", is on standby for it";
    }

    private static void lastSnapshot(Html html, SourceStatus status, Instant now) {
        Instant last = status.lastSnapshot();
        if (last == null) {
            html.text("none yet");
            return;
        }
        Format.stamp(html, last, Format.time(last));
        String took = status.snapshotTook() == null
                ? ""
                : ", took " + status.snapshotTook().toMillis() + " ms";
        html.text(" (" + Format.age(last, now) + " ago" + took + ")");
    }

    private static String number(int number) {
        return number < 0 ? "unknown" : Format.number(number);
    }

    static void fact(Html html, String name, String value) {
        begin(html, name).text(value).raw("</dd></div>");
    }

    /** Begins a pair; the value follows, and then {@code </dd></div>}. */
    static Html begin(Html html, String name) {
        return html.raw("<div>").element("dt", name).raw("<dd>");
    }
}
