package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.status.ClockDifference;
import io.github.argusglue.core.text.SafeText;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the status of the running process. */
@Command(
        description = "Show the status of the running argus-glue and its sources, held actions and errors.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no source fails",
            "1:no running argus-glue was found, or it does not answer",
            "2:wrong usage or configuration",
            "4:something needs attention: a degraded source, an incomplete snapshot, a failed"
                    + " rehearsal, people's actions that cannot be"
                    + " delivered, or a changed configuration with errors",
            "5:a source fails or hangs"
        })
final class StatusCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Mixin
    private final RunningProcess process = new RunningProcess();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    StatusCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException {
        JsonNode answer = process.call(root, Map.of("command", "status"));
        PrintWriter out = Output.of(spec);
        if (json) {
            out.println(answer.toPrettyString());
        } else {
            print(answer, InstantSource.system().instant(), out);
        }
        return exitCode(answer);
    }

    private static int exitCode(JsonNode answer) {
        boolean attention =
                !answer.path("configuration").path("last_read").path("success").asBoolean();
        for (JsonNode server : answer.path("argus")) {
            attention |= server.path("clock_ahead_seconds").asLong() != 0;
        }
        for (JsonNode source : answer.path("sources")) {
            if ("failing".equals(source.path("state").asText()) || source.hasNonNull("hang")) {
                return ExitCodes.ACTION;
            }
            JsonNode rehearsal = source.path("rehearsal");
            attention |= source.hasNonNull("partial")
                    || !source.path("degraded").isEmpty()
                    || source.hasNonNull("feedback_fault")
                    || source.path("hanging_adapters").asInt() > 0
                    || (rehearsal.isObject() && !rehearsal.path("passed").asBoolean());
        }
        return attention ? ExitCodes.ATTENTION : ExitCode.OK;
    }

    static void print(JsonNode answer, Instant now, PrintWriter out) {
        JsonNode configuration = answer.path("configuration");
        out.println("argus-glue " + answer.path("version").asText() + ", process "
                + answer.path("pid").asText() + ", configuration loaded at "
                + seconds(configuration.path("in_force_since").asText()));
        JsonNode read = configuration.path("last_read");
        if (!read.path("success").asBoolean()) {
            out.println("the configuration read at " + seconds(read.path("at").asText()) + " has errors and"
                    + " is not in force:");
            read.path("faults").forEach(fault -> out.println("  " + fault.asText()));
        }
        for (JsonNode server : answer.path("argus")) {
            long ahead = server.path("clock_ahead_seconds").asLong();
            if (ahead != 0) {
                out.println("clock: "
                        + ClockDifference.describe(
                                "Argus '" + server.path("argus").asText() + "'", ahead));
            }
        }
        answer.path("failover")
                .forEach(group -> out.println("failover " + group.path("line").asText()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SOURCE", "STATE", "IN STEP", "ALERTS", "OPEN", "TO DO", "LAST SNAPSHOT"));
        List<JsonNode> sources = worstFirst(answer.path("sources"));
        for (JsonNode source : sources) {
            rows.add(List.of(
                    source.path("source").asText(),
                    source.path("state").asText(),
                    inStep(source),
                    number(source.path("alerts")),
                    number(source.path("open")),
                    number(source.path("pending")),
                    age(source.path("last_snapshot"), now)));
        }
        Output.table(rows, out);
        sources.forEach(source -> details(source, out));
    }

    private static void details(JsonNode source, PrintWriter out) {
        String name = source.path("source").asText() + ": ";
        JsonNode rehearsal = source.path("rehearsal");
        if (rehearsal.isObject()) {
            String how = rehearsal.path("passed").asBoolean()
                    ? "standby, rehearsed at "
                    : "standby, COULD NOT TAKE OVER at ";
            out.println(name + how + seconds(rehearsal.path("at").asText()) + ": "
                    + rehearsal.path("text").asText());
            return;
        }
        if (source.hasNonNull("argus_fault")) {
            out.println(name + SafeText.line(source.path("argus_fault").asText()));
        }
        if (source.hasNonNull("source_fault")) {
            out.println(name + "source: "
                    + SafeText.line(source.path("source_fault").asText()));
        }
        if (source.hasNonNull("notice")) {
            out.println(name + "source: " + SafeText.line(source.path("notice").asText()));
        }
        if (source.hasNonNull("hang")) {
            out.println(name + source.path("hang").asText());
        }
        if (source.hasNonNull("feedback_fault")) {
            out.println(name + "feedback: " + source.path("feedback_fault").asText() + " ("
                    + source.path("feedback_waiting").asText() + " waiting)");
        }
        if (source.path("hanging_adapters").asInt() > 0) {
            out.println(name + source.path("hanging_adapters").asText()
                    + " adapters hang and did not return when they were closed; report this to the plugin's author");
        }
        source.path("degraded").forEach(part -> out.println(name + "degraded: " + SafeText.line(part.asText())));
        if (source.hasNonNull("partial") && source.path("unknown_scopes").isEmpty()) {
            out.println(name + "the last snapshot is partial: "
                    + source.path("partial").asText());
        }
        source.path("held").forEach(hold -> out.println(name + "held: " + hold.asText()));
    }

    /** Failing and degraded sources first; equals stay in the order of the configuration. */
    private static List<JsonNode> worstFirst(JsonNode sources) {
        List<JsonNode> sorted = new ArrayList<>();
        sources.forEach(sorted::add);
        sorted.sort(Comparator.comparingInt(StatusCommand::rank));
        return sorted;
    }

    private static int rank(JsonNode source) {
        if (source.hasNonNull("hang")) {
            return 0;
        }
        return switch (source.path("state").asText()) {
            case "failing" -> 1;
            case "degraded" -> 2;
            default -> 3;
        };
    }

    /** A source on standby is kept in step by another process. */
    private static String inStep(JsonNode source) {
        if (source.path("state").asText().equals("standby")) {
            return "-";
        }
        return source.path("in_step").asBoolean() ? "yes" : "no";
    }

    private static String number(JsonNode number) {
        return number.isNull() ? "-" : number.asText();
    }

    private static String age(JsonNode time, Instant now) {
        return time.isNull()
                ? "none yet"
                : Duration.between(Instant.parse(time.asText()), now).toSeconds() + " s ago";
    }

    private static String seconds(String time) {
        return Instant.parse(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
