package io.github.argusglue.core.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.core.status.Webhooks;
import io.github.argusglue.core.trial.SnapshotDiff;
import io.github.argusglue.core.trial.TrialReport;
import io.github.argusglue.core.trial.TrialSummary;
import io.github.argusglue.spi.Acknowledgement;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.LeftOut;
import io.github.argusglue.spi.Notice;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.Tag;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports a trial as JSON, one object in each line. */
final class TrialJson implements TrialReport {
    private static final double MILLIS = 1000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final PrintWriter out;

    TrialJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void snapshot(TakenSnapshot taken) {
        SnapshotDiff diff = taken.diff();
        Map<String, Object> line = line("snapshot", taken.at());
        line.put("number", taken.number());
        line.put("seconds", taken.took().toMillis() / MILLIS);
        line.put("complete", taken.snapshot().partialReason().isEmpty());
        put(line, "partial", taken.snapshot().partialReason());
        line.put("unknown_scopes", taken.snapshot().unknownScopes());
        line.put(
                "left_out",
                taken.snapshot().leftOut().groups().stream()
                        .map(TrialJson::leftOut)
                        .toList());
        put(line, "health", Optional.ofNullable(taken.health()));
        line.put("alerts", diff.alerts().stream().map(row -> alert(row.alert())).toList());
        line.put(
                "endings",
                taken.snapshot().endings().stream().map(TrialJson::ending).toList());
        line.put(
                "opened",
                diff.alerts().stream()
                        .filter(SnapshotDiff.Row::opened)
                        .map(row -> row.alert().id().value())
                        .toList());
        Map<String, List<String>> changed = new LinkedHashMap<>();
        diff.alerts().stream()
                .filter(row -> !row.changes().isEmpty())
                .forEach(row -> changed.put(row.alert().id().value(), row.changes()));
        line.put("changed", changed);
        line.put(
                "ended",
                diff.ended().stream().map(end -> end.alert().id().value()).toList());
        line.put(
                "absent",
                diff.absent().stream().map(alert -> alert.id().value()).toList());
        line.put("repeated", diff.repeated().stream().map(id -> id.value()).toList());
        line.put(
                "feedback", taken.abilities().accepts().stream().map(Enum::name).toList());
        line.put("history", taken.abilities().history());
        line.put("stable_starts", taken.abilities().startsAreStable());
        line.put(
                "webhooks",
                taken.webhooks() == Webhooks.HandlerState.CHECKED
                        || taken.webhooks() == Webhooks.HandlerState.UNCHECKED);
        print(line);
    }

    private static Map<String, Object> leftOut(LeftOut.Group group) {
        return Map.of(
                "reason",
                group.reason(),
                "count",
                group.count(),
                "examples",
                group.examples().stream()
                        .map(example -> Map.of("key", example.key(), "text", example.text()))
                        .toList());
    }

    private static Map<String, Object> alert(Alert alert) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", alert.id().value());
        json.put("key", alert.id().key());
        json.put("started_at", alert.startedAt().toString());
        json.put("severity", alert.severity().name());
        json.put("description", alert.description());
        json.put("tags", alert.tags().stream().map(Tag::toString).toList());
        json.put("metadata", alert.metadata());
        put(json, "details_url", alert.detailsUrl());
        put(json, "ticket_url", alert.ticketUrl());
        put(json, "scope", alert.scope());
        put(json, "held", alert.heldReason());
        put(json, "unknown_since", alert.unknownSince());
        alert.acknowledgement().ifPresent(ack -> json.put("acknowledgement", acknowledgement(ack)));
        alert.suppression().ifPresent(suppression -> json.put("suppression", suppression(suppression)));
        return json;
    }

    private static Map<String, Object> acknowledgement(Acknowledgement ack) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("actor", ack.actor());
        json.put("at", ack.at().toString());
        put(json, "until", ack.until());
        json.put("text", ack.text());
        json.put("from_argus", ack.isFromArgus());
        return json;
    }

    private static Map<String, Object> suppression(Suppression suppression) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", suppression.reason());
        json.put("by", suppression.by());
        put(json, "until", suppression.until());
        return json;
    }

    private static Map<String, Object> ending(Ending ending) {
        return Map.of(
                "id", ending.alertId().value(),
                "ended_at", ending.endedAt().toString(),
                "reason", ending.reason(),
                "evidence", ending.evidence().name());
    }

    @Override
    public void failure(long number, Instant at, SourceException failure, String stack) {
        Map<String, Object> line = line("failure", at);
        line.put("number", number);
        line.put("kind", failure.kind().name());
        line.put("message", String.valueOf(failure.getMessage()));
        failure.retryAfter().ifPresent(wait -> line.put("retry_after_seconds", wait.toSeconds()));
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        line.put("stack_trace", trace + stack);
        print(line);
    }

    @Override
    public void hint(Instant at) {
        print(line("hint", at));
    }

    @Override
    public void notice(Instant at, Notice notice) {
        Map<String, Object> line = line("notice", at);
        line.put("id", notice.id());
        line.put("at", notice.at().toString());
        line.put("severity", notice.severity().name());
        line.put("description", notice.description());
        line.put("tags", notice.tags().stream().map(Tag::toString).toList());
        put(line, "details_url", notice.detailsUrl());
        print(line);
    }

    @Override
    public void webhook(Instant at, Webhooks.WebhookResult result) {
        Map<String, Object> line = line("webhook", at);
        line.put("verdict", result.verdict().name());
        line.put("text", result.text());
        print(line);
    }

    @Override
    public void end(TrialSummary summary) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", "end");
        line.put("snapshots", summary.snapshots());
        line.put("failures", summary.failures());
        line.put("opened", summary.opened());
        line.put("changed", summary.changed());
        line.put("ended", summary.ended());
        line.put("hints", summary.hints());
        line.put("notices", summary.notices());
        line.put("webhooks", summary.webhooks());
        line.put("hanging_calls", summary.hangingCalls());
        print(line);
    }

    private static Map<String, Object> line(String event, Instant at) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.put("time", at.toString());
        return line;
    }

    private static void put(Map<String, Object> json, String name, Optional<?> value) {
        json.put(name, value.map(Object::toString).orElse(null));
    }

    private void print(Map<String, Object> line) {
        try {
            out.println(mapper.writeValueAsString(line));
        } catch (JsonProcessingException e) {
            // Only metadata can be anything.
            out.println("{\"event\":\"error\",\"text\":\"the metadata of an alert cannot be written as JSON\"}");
        }
        out.flush();
    }
}
