package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.text.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code argus-glue top} shows: lines of text, made of an answer to the command {@code status}. */
final class TopScreen {
    private static final List<String> HEADS =
            List.of("STATE", "SOURCE", "OPEN", "TO DO", "LAST SNAPSHOT", "TOOK", "NOTE");

    /** Place of the owner among the columns, in a cluster. */
    private static final int OWNER = 2;

    private static final int LONGEST_NAME = 40;
    private static final long MINUTES_FROM = 90;
    private static final long HOURS_FROM = 90 * 60;
    private static final long DAYS_FROM = 48 * 3600;

    private final List<Line> header = new ArrayList<>();
    private final List<Line> rows = new ArrayList<>();

    /**
     * Creates it.
     *
     * @param answer the last answer; null before the first
     * @param fault why there is no newer answer; null if there is
     */
    TopScreen(@Nullable JsonNode answer, @Nullable String fault, Instant now) {
        if (answer != null) {
            List<SourceReport> sources = SourceReport.worstFirst(answer);
            header.add(new Line(Style.PLAIN, summary(answer, sources, now)));
            warnings(answer);
            table(sources, answer.has("cluster"), now);
        }
        if (fault != null) {
            header.add(new Line(Style.BAD, SafeText.line(fault)));
        }
    }

    /** How a line is shown. */
    enum Style {
        PLAIN,
        HEAD,
        WARN,
        BAD
    }

    /**
     * A line of the screen.
     *
     * @param text without control characters
     */
    record Line(Style style, String text) {}

    /** Returns all lines, for output that nobody can scroll. */
    List<Line> all() {
        List<Line> all = new ArrayList<>(header);
        all.addAll(rows);
        return all;
    }

    /**
     * Returns the lines that fit on a screen; the last one says which rows are shown.
     *
     * @param first the number of rows that are scrolled out at the top
     */
    List<Line> page(int height, int first) {
        List<Line> page = new ArrayList<>(header.subList(0, Math.min(header.size(), Math.max(0, height - 1))));
        int from = Math.min(first, lastFirst(height));
        int to = Math.min(sources(), from + room(height));
        if (!rows.isEmpty() && page.size() + 2 < height) {
            page.add(rows.get(0));
            page.addAll(rows.subList(1 + from, 1 + to));
        }
        String shown = to - from == sources() ? "" : "  sources " + (from + 1) + " to " + to + " of " + sources();
        page.add(new Line(Style.HEAD, "q: quit  up, down, space, b: scroll" + shown));
        return page;
    }

    /** Returns by how many rows the screen can be scrolled. */
    int lastFirst(int height) {
        return Math.max(0, sources() - room(height));
    }

    /** Returns how many sources fit on the screen, beside the heads of the columns and the last line. */
    int room(int height) {
        return Math.max(1, height - header.size() - 2);
    }

    private int sources() {
        return Math.max(0, rows.size() - 1);
    }

    private static String summary(JsonNode answer, List<SourceReport> sources, Instant now) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        sources.forEach(source -> counts.merge(source.state(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((state, count) -> parts.add(count + " " + state));
        return SafeText.line(now.truncatedTo(ChronoUnit.SECONDS) + "  argus-glue "
                + answer.path("version").asText() + ", process "
                + answer.path("pid").asText() + ": " + Count.of(sources.size(), "source")
                + (parts.isEmpty() ? "" : ": " + String.join(", ", parts)));
    }

    private void warnings(JsonNode answer) {
        for (JsonNode server : answer.path("argus")) {
            if (server.hasNonNull("trouble")) {
                add(
                        Style.BAD,
                        "Argus '" + server.path("argus").asText() + "': "
                                + server.path("trouble").asText());
            }
        }
        JsonNode read = answer.path("configuration").path("last_read");
        if (!read.path("success").asBoolean()) {
            add(
                    Style.BAD,
                    "the last reload failed: " + read.path("faults").path(0).asText());
        }
        answer.path("failover")
                .forEach(group ->
                        add(Style.PLAIN, "failover " + group.path("line").asText()));
        ClusterLines.of(answer).forEach(line -> add(line.isProblem() ? Style.BAD : Style.PLAIN, line.text()));
    }

    private void add(Style style, String text) {
        header.add(new Line(style, SafeText.line(text)));
    }

    private void table(List<SourceReport> sources, boolean inCluster, Instant now) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(new ArrayList<>(HEADS));
        sources.forEach(source -> cells.add(new ArrayList<>(cells(source, now))));
        if (inCluster) {
            cells.get(0).add(OWNER, "OWNER");
            for (int i = 0; i < sources.size(); i++) {
                cells.get(i + 1).add(OWNER, sources.get(i).owner());
            }
        }
        List<String> lines = Output.columns(cells);
        rows.add(new Line(Style.HEAD, lines.get(0)));
        for (int i = 0; i < sources.size(); i++) {
            rows.add(new Line(style(sources.get(i)), lines.get(i + 1)));
        }
    }

    private static List<String> cells(SourceReport source, Instant now) {
        List<String> notes = source.notes();
        String more = notes.size() > 1 ? " (and " + (notes.size() - 1) + " more: see 'argus-glue status')" : "";
        String name = source.name();
        return List.of(
                source.state(),
                name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name,
                source.number("open"),
                source.number("pending"),
                age(source.field("last_snapshot"), now),
                source.field("snapshot_millis").isNumber() ? source.number("snapshot_millis") + " ms" : "-",
                notes.isEmpty() ? "" : notes.get(0) + more);
    }

    private static Style style(SourceReport source) {
        if (source.isFailing()) {
            return Style.BAD;
        }
        return source.needsAttention() ? Style.WARN : Style.PLAIN;
    }

    private static String age(JsonNode time, Instant now) {
        if (!time.isTextual()) {
            return "none yet";
        }
        long seconds =
                Math.max(0, Duration.between(Instant.parse(time.asText()), now).toSeconds());
        if (seconds < MINUTES_FROM) {
            return seconds + " s ago";
        } else if (seconds < HOURS_FROM) {
            return seconds / 60 + " min ago";
        }
        return seconds < DAYS_FROM ? seconds / 3600 + " h ago" : seconds / 86_400 + " d ago";
    }
}
