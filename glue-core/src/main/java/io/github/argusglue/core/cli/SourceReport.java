package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.text.SafeText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One source in the answer to the command {@code status}, as {@code status} and {@code top} tell it. */
final class SourceReport {
    private final JsonNode source;

    private SourceReport(JsonNode source) {
        this.source = source;
    }

    /** Returns the sources that need a person first; equals stay in the order of the configuration. */
    static List<SourceReport> worstFirst(JsonNode answer) {
        List<SourceReport> sorted = new ArrayList<>();
        answer.path("sources").forEach(source -> sorted.add(new SourceReport(source)));
        sorted.sort(Comparator.comparingInt(SourceReport::rank));
        return sorted;
    }

    private int rank() {
        if (source.hasNonNull("hang")) {
            return 0;
        } else if (isFailing()) {
            return 1;
        } else if (cannotTakeOver()) {
            return 2;
        } else if (state().equals("degraded")) {
            return 3;
        } else if (needsAttention()) {
            return 4;
        }
        return switch (state()) {
            case "starting" -> 5;
            case "standby" -> 6;
            default -> 7;
        };
    }

    String name() {
        return source.path("source").asText();
    }

    String state() {
        return source.path("state").asText();
    }

    /** Returns a number, {@code -} if it is not known. */
    String number(String field) {
        return source.hasNonNull(field) ? source.path(field).asText() : "-";
    }

    /** Returns the member of the cluster that owns the source; {@code -} if none does. */
    String owner() {
        return source.hasNonNull("owner") ? SafeText.line(source.path("owner").asText()) : "-";
    }

    JsonNode field(String field) {
        return source.path(field);
    }

    /** Returns whether the source, Argus, the token or argus-glue's own thread does not work. */
    boolean isFailing() {
        return state().equals("failing") || source.hasNonNull("hang");
    }

    private boolean cannotTakeOver() {
        JsonNode rehearsal = source.path("rehearsal");
        return rehearsal.isObject() && !rehearsal.path("passed").asBoolean();
    }

    /** Returns whether a person should look, although the source does not fail. */
    boolean needsAttention() {
        return source.hasNonNull("partial")
                || !source.path("degraded").isEmpty()
                || source.hasNonNull("feedback_fault")
                || source.path("hanging_adapters").asInt() > 0
                || cannotTakeOver();
    }

    /** Returns what there is to say, one line each, safe to show. */
    List<String> notes() {
        JsonNode rehearsal = source.path("rehearsal");
        if (rehearsal.isObject()) {
            String how = cannotTakeOver() ? "standby, COULD NOT TAKE OVER at " : "standby, rehearsed at ";
            return List.of(how + seconds(rehearsal.path("at").asText()) + ": "
                    + SafeText.line(rehearsal.path("text").asText()));
        }
        List<String> notes = new ArrayList<>();
        addIfPresent(notes, "", "argus_fault");
        addIfPresent(notes, "source: ", "source_fault");
        addIfPresent(notes, "source: ", "notice");
        addIfPresent(notes, "", "hang");
        if (source.hasNonNull("feedback_fault")) {
            notes.add("feedback: " + SafeText.line(source.path("feedback_fault").asText()) + " ("
                    + source.path("feedback_waiting").asText() + " waiting)");
        }
        if (source.path("hanging_adapters").asInt() > 0) {
            notes.add(source.path("hanging_adapters").asText()
                    + " adapters hang and did not return when they were closed; report this to the plugin's author");
        }
        source.path("degraded").forEach(part -> notes.add("degraded: " + SafeText.line(part.asText())));
        if (source.path("unknown_scopes").isEmpty()) {
            addIfPresent(notes, "the last snapshot is partial: ", "partial");
        }
        source.path("held").forEach(hold -> notes.add("held: " + SafeText.line(hold.asText())));
        return notes;
    }

    private void addIfPresent(List<String> notes, String before, String field) {
        if (source.hasNonNull(field)) {
            notes.add(before + SafeText.line(source.path(field).asText()));
        }
    }

    static String seconds(String time) {
        return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
