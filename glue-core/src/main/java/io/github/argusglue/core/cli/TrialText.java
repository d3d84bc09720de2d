package io.github.argusglue.core.cli;

import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.core.trial.SnapshotDiff;
import io.github.argusglue.core.trial.TrialReport;
import io.github.argusglue.core.trial.TrialSummary;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Tag;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reports a trial as text for people. */
final class TrialText implements TrialReport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int MAX_ROWS = 50;
    private static final int MAX_TEXT = 100;
    private static final double MILLIS = 1000;

    private final PrintWriter out;
    private final boolean verbose;
    private boolean abilitiesShown;
    private LeftOut leftOut = LeftOut.nothing();

    TrialText(PrintWriter out, boolean verbose) {
        this.out = out;
        this.verbose = verbose;
    }

    @Override
    public void snapshot(TakenSnapshot taken) {
        if (!abilitiesShown) {
            abilitiesShown = true;
            out.println("optional abilities: " + abilities(taken));
        }
        SnapshotDiff diff = taken.diff();
        line(
                taken.at(),
                "snapshot " + taken.number() + ": "
                        + Count.of(taken.snapshot().alerts().size(), "alert") + ", "
                        + taken.snapshot()
                                .partialReason()
                                .map(why -> "PARTIAL: " + why)
                                .orElse("complete") + ", "
                        + String.format(Locale.ROOT, "%.3f s", taken.took().toMillis() / MILLIS)
                        + (diff.isAnything() ? "" : ", as before"));
        taken.snapshot()
                .unknownScopes()
                .forEach((scope, why) -> out.println("  scope '" + scope + "' UNKNOWN: " + why));
        if (taken.health() != null) {
            out.println("  health: " + taken.health());
        }
        if (diff.isAnything()) {
            table(diff);
            details(diff);
        }
        if (!taken.snapshot().leftOut().equals(leftOut)) {
            leftOut = taken.snapshot().leftOut();
            Output.leftOut(leftOut, true, out);
        }
        out.flush();
    }

    private static String abilities(TakenSnapshot taken) {
        List<String> abilities = new ArrayList<>();
        if (!taken.abilities().accepts().isEmpty()) {
            abilities.add("feedback " + taken.abilities().accepts());
        }
        if (taken.abilities().history()) {
            abilities.add("history");
        }
        if (taken.abilities().startsAreStable()) {
            abilities.add("stable starts");
        }
        switch (taken.webhooks()) {
            case CHECKED -> abilities.add("webhooks with a check");
            case UNCHECKED -> abilities.add("webhooks");
            default -> {}
        }
        return abilities.isEmpty() ? "none" : String.join(", ", abilities);
    }

    private void table(SnapshotDiff diff) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "ALERT", "SEVERITY", "STARTED", "TAGS", "DESCRIPTION"));
        diff.ended().forEach(end -> rows.add(row("ended", end.alert())));
        diff.absent().forEach(alert -> rows.add(row("absent", alert)));
        diff.alerts().stream()
                .sorted(Comparator.comparingInt(TrialText::order))
                .forEach(row -> rows.add(row(mark(row), row.alert())));
        int shown = Math.min(rows.size(), MAX_ROWS + 1);
        Output.table(rows.subList(0, shown), out);
        if (shown < rows.size()) {
            out.println("  and " + (rows.size() - shown) + " more (--json shows all)");
        }
    }

    private static int order(SnapshotDiff.Row row) {
        if (row.opened()) {
            return 0;
        }
        return row.changes().isEmpty() ? 2 : 1;
    }

    private static String mark(SnapshotDiff.Row row) {
        if (row.opened()) {
            return "opened";
        }
        return row.changes().isEmpty() ? "" : "changed";
    }

    private static List<String> row(String mark, Alert alert) {
        return List.of(
                "  " + mark,
                shortened(alert.id().key()),
                alert.severity().name(),
                alert.startedAt().toString(),
                shortened(alert.tags().stream().map(Tag::toString).collect(Collectors.joining(" "))),
                shortened(alert.description()));
    }

    private static String shortened(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "...";
    }

    private void details(SnapshotDiff diff) {
        List<String> lines = new ArrayList<>();
        diff.repeated()
                .forEach(id -> lines.add("WARNING: the id '" + id.value()
                        + "' occurs more than once in this snapshot; only the first alert is used"));
        for (SnapshotDiff.End end : diff.ended()) {
            lines.add("ended " + end.alert().id().key() + ": " + ending(end));
        }
        diff.absent()
                .forEach(
                        alert -> lines.add(
                                "absent " + alert.id().key()
                                        + ": its incident stays open, because the snapshot or its scope is partial and no ending is reported"));
        for (SnapshotDiff.Row row : diff.alerts()) {
            String key = row.alert().id().key();
            row.changes().forEach(change -> lines.add("changed " + key + ": " + change));
            if (row.opened()) {
                row.alert()
                        .heldReason()
                        .ifPresent(why -> lines.add("held " + key + ": " + why
                                + row.alert()
                                        .unknownSince()
                                        .map(since -> " (unknown since " + since + ")")
                                        .orElse("")));
                row.alert()
                        .suppression()
                        .ifPresent(why -> lines.add("suppressed " + key + ": " + why.reason()
                                + (why.by().isEmpty() ? "" : ", by " + why.by())
                                + why.until().map(until -> ", until " + until).orElse("")));
                row.alert()
                        .acknowledgement()
                        .ifPresent(ack -> lines.add("acknowledged " + key + " by " + ack.actor() + " at " + ack.at()
                                + ack.until().map(until -> " until " + until).orElse("") + ": " + ack.text()));
            }
        }
        lines.stream().limit(MAX_ROWS).forEach(text -> out.println("  " + shortenedLine(text)));
        if (lines.size() > MAX_ROWS) {
            out.println("  and " + (lines.size() - MAX_ROWS) + " more (--json shows all)");
        }
    }

    private static String shortenedLine(String text) {
        return text.replaceAll("[\\p{Cntrl}]+", " ");
    }

    private static String ending(SnapshotDiff.End end) {
        Ending ending = end.ending();
        if (ending == null) {
            return "absent from a complete snapshot";
        }
        return ending.evidence().name().toLowerCase(Locale.ROOT) + " at " + ending.endedAt()
                + (ending.reason().isEmpty() ? "" : ": " + ending.reason());
    }

    @Override
    public void failure(long number, Instant at, SourceException failure, String stack) {
        line(at, "snapshot " + number + ": FAILED (" + failure.kind() + "): " + failure.getMessage());
        out.println("  " + reaction(failure));
        if (verbose || failure.kind() == SourceException.Kind.BAD_ANSWER) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            trace.toString().lines().forEach(text -> out.println("    " + text));
        }
        stack.lines().forEach(text -> out.println("    " + text));
        out.flush();
    }

    private static String reaction(SourceException failure) {
        return switch (failure.kind()) {
            case UNREACHABLE -> "argus-glue would retry, with growing delays";
            case UNAUTHORIZED -> "argus-glue would retry slowly, and say that the configuration is wrong";
            case RATE_LIMITED ->
                "argus-glue would wait for "
                        + failure.retryAfter()
                                .map(wait -> wait.toSeconds() + " s")
                                .orElse("a while");
            case BAD_ANSWER -> "argus-glue would retry, with growing delays, and say that it looks like a bug";
        };
    }

    @Override
    public void hint(Instant at) {
        line(at, "hint: the adapter asks for a snapshot");
    }

    @Override
    public void notice(Instant at, Notice notice) {
        line(
                at,
                "notice '" + notice.id() + "': " + notice.severity() + ", at " + notice.at() + ", " + notice.tags()
                        + ": " + shortenedLine(notice.description()));
    }

    @Override
    public void webhook(Instant at, Webhooks.WebhookResult result) {
        line(at, "webhook: " + result.verdict() + (result.text().isEmpty() ? "" : ": " + result.text()));
    }

    @Override
    public void end(TrialSummary summary) {
        if (summary.hangingCalls() > 0) {
            out.println("WARNING: a call of the adapter has not returned although close() was called; it has to end"
                    + " everything that the adapter waits for");
        }
        out.println(Count.of(summary.snapshots(), "snapshot") + ", " + summary.failures() + " failed; "
                + summary.opened() + " opened, " + summary.changed() + " changed, " + summary.ended() + " ended; "
                + Count.of(summary.hints(), "hint") + ", "
                + Count.of(summary.notices(), "notice") + ", "
                + Count.of(summary.webhooks(), "webhook"));
        out.flush();
    }

    private void line(Instant at, String text) {
        out.println(TIME.format(at) + " " + text);
        out.flush();
    }
}
