package io.github.argusglue.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The page with the stand-in's incidents: open ones first, then the latest. Self-contained, without scripts. */
final class Page {
    private static final int MOST = 200;
    private static final int LOG_LINES = 6;
    private static final List<String> LEVELS =
            List.of("", "1 critical", "2 high", "3 moderate", "4 low", "5 information");
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #d8dce2; --dim: #69707c; --bad: #c62828; --warn: #b26a00; --ok: #2e7d32; --row: #f6f7f9 }
            @media (prefers-color-scheme: dark) { :root { --line: #3a3f47; --dim: #9aa2ad; --bad: #ef6f6c; --warn: #e6a23c; --ok: #7cc47f; --row: #1f2329 } }
            body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem auto; max-width: 80rem; padding: 0 1rem }
            h1 { font-size: 1.3rem; margin: 0 } p { color: var(--dim); margin: .2rem 0 1rem }
            table { border-collapse: collapse; width: 100% }
            th { text-align: left; font-weight: 600; color: var(--dim); font-size: .85rem }
            th, td { padding: .45rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top }
            tr.open { background: var(--row) } tr.closed { color: var(--dim) }
            .l1, .l2 { color: var(--bad); font-weight: 600 } .l3 { color: var(--warn) }
            td.time, td.level { white-space: nowrap }
            .state { font-size: .8rem; display: block; color: var(--dim) } .open .state { color: var(--bad) }
            .tag { display: inline-block; border: 1px solid var(--line); border-radius: .6rem; padding: 0 .5rem; margin: 0 .2rem .2rem 0; font-size: .8rem }
            .id { font: .75rem ui-monospace, monospace; color: var(--dim); overflow-wrap: anywhere }
            ol { margin: 0; padding: 0; list-style: none; font-size: .8rem; color: var(--dim) } b { color: var(--ok) }
            """;

    private final Instant now;

    Page(Instant now) {
        this.now = now;
    }

    String render(Collection<StoredIncident> incidents) {
        List<StoredIncident> shown = incidents.stream()
                .sorted(Comparator.comparing((StoredIncident incident) -> !incident.isOpen(now))
                        .thenComparing((StoredIncident incident) -> incident.start, Comparator.reverseOrder())
                        .thenComparing((StoredIncident incident) -> incident.pk, Comparator.reverseOrder()))
                .limit(MOST)
                .toList();
        long open = incidents.stream().filter(incident -> incident.isOpen(now)).count();
        String left = incidents.size() > shown.size() ? ", the first " + shown.size() + " shown" : "";
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\">"
                + "<meta http-equiv=\"refresh\" content=\"3\"><title>" + open
                + " open · stand-in Argus</title><style>\n"
                + STYLE + "</style></head>\n<body>\n<h1>Stand-in Argus</h1>\n<p>" + open + " open of "
                + incidents.size() + left + " · " + time(now) + "</p>\n<table>\n"
                + "<tr><th>Start</th><th>Level</th><th>Incident</th><th>Log</th></tr>\n"
                + shown.stream().map(this::row).collect(Collectors.joining())
                + "</table>\n</body>\n</html>\n";
    }

    private String row(StoredIncident incident) {
        String tags = incident.tags.keySet().stream()
                .map(tag -> "<span class=\"tag\">" + escape(tag) + "</span>")
                .collect(Collectors.joining());
        String ticket = incident.ticketUrl.isEmpty() ? "" : " · ticket " + escape(incident.ticketUrl);
        return "<tr class=\"" + (incident.isOpen(now) ? "open" : "closed") + "\"><td class=\"time\">"
                + time(incident.start) + "<span class=\"state\">" + state(incident) + "</span></td>"
                + "<td class=\"level l" + incident.level + "\">" + LEVELS.get(incident.level) + "</td><td>"
                + escape(incident.description) + "<br>" + tags + "<div class=\"id\">"
                + escape(incident.source.name() + " · " + incident.sourceIncidentId) + ticket + "</div></td><td>"
                + log(incident) + "</td></tr>\n";
    }

    private String state(StoredIncident incident) {
        if (!incident.isStateful()) {
            return "no state";
        }
        String acked = incident.isAcked(now) ? ", acknowledged" : "";
        return (incident.isOpen(now) ? "open for " + age(incident.start) : "closed") + acked;
    }

    private String age(Instant start) {
        Duration age = Duration.between(start, now);
        if (age.compareTo(Duration.ofMinutes(2)) < 0) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        return age.compareTo(Duration.ofHours(2)) < 0 ? age.toMinutes() + " min" : age.toHours() + " h";
    }

    private static String log(StoredIncident incident) {
        int from = Math.max(0, incident.events.size() - LOG_LINES);
        return incident.events.subList(from, incident.events.size()).stream()
                .map(event -> "<li>" + time(event.timestamp()) + " <b>" + event.type() + "</b> "
                        + escape(event.actor().name()) + ": " + escape(event.description()) + "</li>")
                .collect(Collectors.joining("", "<ol>", "</ol>"));
    }

    private static String time(Instant time) {
        return Times.format(time).substring(0, 19).replace('T', ' ');
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
