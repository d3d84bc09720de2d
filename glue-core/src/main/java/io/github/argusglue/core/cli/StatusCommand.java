package io.github.argusglue.core.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.status.ClockDifference;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
                    + " delivered, a cluster whose engine does not answer or with a source that nobody owns,"
                    + " or a changed configuration with errors",
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
        attention |= !answer.path("cluster").path("problems").isEmpty();
        for (JsonNode server : answer.path("argus")) {
            attention |= server.path("clock_ahead_seconds").asLong() != 0;
        }
        for (SourceReport source : SourceReport.worstFirst(answer)) {
            if (source.isFailing()) {
                return ExitCodes.ACTION;
            }
            attention |= source.needsAttention();
        }
        return attention ? ExitCodes.ATTENTION : ExitCode.OK;
    }

    static void print(JsonNode answer, Instant now, PrintWriter out) {
        JsonNode configuration = answer.path("configuration");
        out.println("argus-glue " + answer.path("version").asText() + ", process "
                + answer.path("pid").asText() + ", configuration loaded at "
                + SourceReport.seconds(configuration.path("in_force_since").asText()));
        JsonNode read = configuration.path("last_read");
        if (!read.path("success").asBoolean()) {
            out.println("the configuration read at "
                    + SourceReport.seconds(read.path("at").asText()) + " has errors and" + " is not in force:");
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
        ClusterLines.of(answer).forEach(line -> out.println(line.text()));
        boolean inCluster = answer.has("cluster");
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(
                "SOURCE", "STATE", inCluster ? "OWNER" : null, "IN STEP", "ALERTS", "OPEN", "TO DO", "LAST SNAPSHOT"));
        List<SourceReport> sources = SourceReport.worstFirst(answer);
        for (SourceReport source : sources) {
            rows.add(row(
                    source.name(),
                    source.state(),
                    inCluster ? source.owner() : null,
                    inStep(source),
                    source.number("alerts"),
                    source.number("open"),
                    source.number("pending"),
                    age(source.field("last_snapshot"), now)));
        }
        Output.table(rows, out);
        sources.forEach(source -> source.notes().forEach(note -> out.println(source.name() + ": " + note)));
    }

    /** Returns the cells that are not null. */
    private static List<String> row(@Nullable String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            if (cell != null) {
                row.add(cell);
            }
        }
        return row;
    }

    /** A source on standby is kept in step by another process. */
    private static String inStep(SourceReport source) {
        if (source.state().equals("standby")) {
            return "-";
        }
        return source.field("in_step").asBoolean() ? "yes" : "no";
    }

    private static String age(JsonNode time, Instant now) {
        return time.isNull()
                ? "none yet"
                : Duration.between(Instant.parse(time.asText()), now).toSeconds() + " s ago";
    }
}
