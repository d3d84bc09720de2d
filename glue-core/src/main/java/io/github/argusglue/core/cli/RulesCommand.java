package io.github.argusglue.core.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.argusglue.core.config.ConfigDraft;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.plan.Plan;
import io.github.argusglue.core.preview.RulePreview;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.service.Preview;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what the rules do to the alerts that are open now. */
@Command(
        description = {
            "Show what the rules of a source do to its open alerts, and what argus-glue would change in Argus.",
            "Changes nothing. Exit code 1 if a source could not be read, or a test has failed."
        })
final class RulesCommand implements Callable<Integer> {
    private static final int MAX_TEXT = 80;

    private final GlueCommand root;

    @Parameters(paramLabel = "SOURCE", description = "Sources to show. Default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--test",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Run the tests in these files instead: alerts, and what the rules should make of them."
                    + " Needs neither Argus nor the sources, and reads no secrets. Name sources before this option to"
                    + " run only their tests. -v shows what each rule does.")
    private List<Path> tests = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    RulesCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        if (!tests.isEmpty()) {
            return test();
        }
        LoadedConfig loaded = root.loadConfig();
        return PreviewRunner.run(loaded, Output.selectSources(loaded, names), RunOptions.DEFAULTS, spec, Preview::rules)
                .show(json, spec, RulesCommand::write, RulesCommand::print);
    }

    private int test() throws ConfigException, IOException {
        Path file = root.configFile();
        ConfigDraft draft = root.draft(file);
        Output.requireSources(file, draft.sourceNames(), names);
        RuleTestReport report = RuleTestReport.run(draft, tests, names);
        if (json) {
            Output.of(spec).println(report.json());
        } else {
            report.print(Output.of(spec), root.isVerbose());
        }
        return report.hasPassed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void print(RulePreview.Result result, PrintWriter out) {
        out.println(result.source() + ": " + Count.of(result.alerts(), "alert") + ", "
                + Count.of(result.rules().size(), "rule") + "; no rule matches "
                + (result.alerts() - result.matched().size()) + " of the alerts");
        Output.completeness(result.completeness(), out);
        for (int i = 0; i < result.rules().size(); i++) {
            StringWriter lines = new StringWriter();
            int[] count = {0};
            forEachOf(i + 1, result, (alert, step) -> {
                count[0]++;
                lines.append("    ")
                        .append(SafeText.line(alert.key()))
                        .append(title(alert))
                        .append(": ");
                lines.append(SafeText.line(String.join("; ", step.effects()))).append('\n');
            });
            out.println("  " + result.rules().get(i) + ": "
                    + (count[0] == 0 ? "matches no open alert" : Count.of(count[0], "alert")));
            out.print(lines);
        }
        Plan plan = result.plan();
        if (plan == null) {
            out.println("  to do in Argus: not known: " + result.argusFault());
        } else {
            out.println("  to do in Argus: " + plan.summary());
            plan.holds().forEach(hold -> out.println("  held: " + hold));
        }
    }

    private static String title(RulePreview.MatchedAlert alert) {
        String text = alert.description().strip().lines().findFirst().orElse("");
        return text.isEmpty()
                ? ""
                : " (" + (text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…") + ")";
    }

    private static void forEachOf(
            int rule, RulePreview.Result result, BiConsumer<RulePreview.MatchedAlert, RuleSet.RuleStep> consumer) {
        for (RulePreview.MatchedAlert alert : result.matched()) {
            for (RuleSet.RuleStep step : alert.steps()) {
                if (step.rule() == rule) {
                    consumer.accept(alert, step);
                }
            }
        }
    }

    private static void write(JsonGenerator json, RulePreview.Result result) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", result.source());
        json.writeNullField("fault");
        json.writeNumberField("alerts", result.alerts());
        Output.completeness(json, result.completeness());
        json.writeArrayFieldStart("rules");
        for (int i = 0; i < result.rules().size(); i++) {
            json.writeStartObject();
            json.writeNumberField("rule", i + 1);
            json.writeStringField("text", result.rules().get(i));
            json.writeArrayFieldStart("alerts");
            for (RulePreview.MatchedAlert alert : result.matched()) {
                for (RuleSet.RuleStep step : alert.steps()) {
                    if (step.rule() == i + 1) {
                        write(json, alert, step);
                    }
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        writePlan(json, result);
        json.writeEndObject();
    }

    private static void writePlan(JsonGenerator json, RulePreview.Result result) throws IOException {
        Plan plan = result.plan();
        json.writeStringField("argus_fault", result.argusFault());
        json.writeStringField("to_do", plan == null ? null : plan.summary());
        if (plan != null) {
            json.writeNumberField("to_change", plan.changes());
        }
        Output.strings(json, "held", plan == null ? List.of() : plan.holds());
    }

    private static void write(JsonGenerator json, RulePreview.MatchedAlert alert, RuleSet.RuleStep step)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("alert", alert.key());
        json.writeStringField("description", alert.description());
        Output.strings(json, "effects", step.effects());
        json.writeEndObject();
    }
}
