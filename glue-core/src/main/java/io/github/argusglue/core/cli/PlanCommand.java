package io.github.argusglue.core.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.plan.Action;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.preview.DryRun;
import io.github.argusglue.core.service.Preview;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the plan for each source without executing it. */
@Command(
        description = {
            "Show what argus-glue would change in Argus now, without changing anything.",
            "Exit code 1 if Argus or a source could not be read."
        })
final class PlanCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Parameters(paramLabel = "SOURCE", description = "Sources to show. Default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    PlanCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        LoadedConfig loaded = root.loadConfig();
        return show(loaded, Output.selectSources(loaded, names), RunOptions.DEFAULTS, json, spec);
    }

    /** Shows the plans; returns the exit code. */
    static int show(
            LoadedConfig loaded, Set<String> wanted, RunOptions options, boolean json, @Nullable CommandSpec spec)
            throws IOException, InterruptedException {
        return PreviewRunner.run(loaded, wanted, options, spec, Preview::of)
                .show(json, spec, PlanCommand::write, (result, out) -> print(result, Output.isVerbose(spec), out));
    }

    private static void print(DryRun.Result result, boolean verbose, PrintWriter out) {
        Plan plan = result.plan();
        out.println(result.source() + ": " + Count.of(result.alerts(), "alert") + ", "
                + Count.of(result.open(), "incident") + " open in Argus, "
                + Count.of(plan.actions().size(), "action"));
        Output.partial(result.completeness(), out);
        result.degraded().forEach(part -> out.println("  degraded: " + SafeText.line(part)));
        if (result.adopted() > 0) {
            out.println("  " + Count.of(result.adopted(), "incident") + " of another glue service to take over");
        }
        if (plan.unknown() > 0) {
            out.println("  " + Count.of(plan.unknown(), "incident") + " left alone because they match no alert");
        }
        Output.leftOut(plan.leftOut(), verbose, out);
        plan.holds().forEach(hold -> out.println("  held: " + SafeText.line(hold.toString())));
        result.warnings().forEach(warning -> out.println("  warning: " + SafeText.line(warning)));
        sorted(plan).forEach(action -> out.println("  " + SafeText.line(action.describe())));
    }

    private static List<Action> sorted(Plan plan) {
        return plan.actions().stream()
                .sorted(Comparator.comparingInt(Action::rank).thenComparing(Action::describe))
                .toList();
    }

    private static void write(JsonGenerator json, DryRun.Result result) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", result.source());
        json.writeNullField("fault");
        json.writeNumberField("alerts", result.alerts());
        json.writeNumberField("open", result.open());
        json.writeNumberField("taken_over", result.adopted());
        json.writeNumberField("unrecognised", result.plan().unknown());
        Output.completeness(json, result.completeness());
        Output.strings(json, "degraded", result.degraded());
        Output.leftOut(json, result.plan().leftOut());
        json.writeNumberField("to_change", result.plan().changes());
        Output.strings(json, "held", result.plan().holds());
        Output.strings(json, "warnings", result.warnings());
        json.writeArrayFieldStart("actions");
        for (Action action : sorted(result.plan())) {
            json.writeStartObject();
            json.writeStringField("action", action.name());
            json.writeStringField("alert", action.id() == null ? null : String.valueOf(action.id()));
            if (action.pk() != 0) {
                json.writeNumberField("incident", action.pk());
            }
            json.writeStringField("text", action.describe());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
