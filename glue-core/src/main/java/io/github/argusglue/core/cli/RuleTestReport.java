package io.github.argusglue.core.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.argusglue.core.config.ConfigDraft;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.config.RuleTestFile;
import io.github.argusglue.core.config.RuleTestFile.RuleTest;
import io.github.argusglue.core.config.RuledSource;
import io.github.argusglue.core.preview.RuleTestRun;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.text.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of the tests in some files, as {@code rules --test} shows them. */
final class RuleTestReport {
    private final List<Line> lines;

    private RuleTestReport(List<Line> lines) {
        this.lines = lines;
    }

    private record Line(RuleTest test, RuleTestRun.Result result) {}

    /**
     * Runs the tests. Reads nothing but the configuration and these files.
     *
     * @param sources only tests of these sources are run; empty for all
     * @throws ConfigException with the faults of all files, and of the rules that are tested
     */
    static RuleTestReport run(ConfigDraft draft, List<Path> files, Collection<String> sources) throws ConfigException {
        List<Fault> faults = new ArrayList<>();
        List<RuleTest> tests = new ArrayList<>();
        Map<String, RuledSource> ruled = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                tests.addAll(RuleTestFile.read(file, draft.sourceNames()));
            } catch (ConfigException e) {
                faults.addAll(e.faults());
            }
        }
        tests.removeIf(test -> !sources.isEmpty() && !sources.contains(test.source()));
        for (String source : tests.stream().map(RuleTest::source).distinct().toList()) {
            try {
                ruled.put(source, draft.ruledSource(source));
            } catch (ConfigException e) {
                faults.addAll(e.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        List<Line> lines = new ArrayList<>();
        for (RuleTest test : tests) {
            RuledSource source = ruled.get(test.source());
            if (source != null) {
                lines.add(new Line(test, RuleTestRun.of(source, test.config())));
            }
        }
        return new RuleTestReport(lines);
    }

    private long failures() {
        return lines.stream().filter(line -> !line.result.passed()).count();
    }

    boolean hasPassed() {
        return failures() == 0;
    }

    /** @param verbose whether to show what each rule does, also in tests that have passed */
    void print(PrintWriter out, boolean verbose) {
        for (Line line : lines) {
            String place = line.test.file() + ":" + line.test.line() + ": '"
                    + line.test.config().name() + "': ";
            String mismatches = line.result.mismatches().stream()
                    .map(one -> one.what() + ": expected " + one.expected() + ", got " + one.got())
                    .collect(Collectors.joining("; "));
            if (!line.result.passed()) {
                out.println(SafeText.line(place + mismatches));
            } else if (verbose) {
                out.println(SafeText.line(place + "passed"));
            }
            if (verbose) {
                for (RuleSet.RuleStep step : line.result.steps()) {
                    out.println(SafeText.line("  rule " + step.rule() + ": " + String.join("; ", step.effects())));
                }
                line.result.warnings().forEach(warning -> out.println(SafeText.line("  warning: " + warning)));
            }
        }
        out.println(Count.of(lines.size(), "test") + ": " + (lines.size() - failures()) + " passed, " + failures()
                + " failed");
    }

    String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("passed", lines.size() - failures());
            json.writeNumberField("failed", failures());
            json.writeArrayFieldStart("tests");
            for (Line line : lines) {
                write(json, line);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Line line) throws IOException {
        json.writeStartObject();
        json.writeStringField("file", line.test.file());
        json.writeNumberField("line", line.test.line());
        json.writeStringField("test", line.test.config().name());
        json.writeStringField("source", line.test.source());
        json.writeBooleanField("passed", line.result.passed());
        json.writeArrayFieldStart("mismatches");
        for (RuleTestRun.Mismatch mismatch : line.result.mismatches()) {
            json.writeStartObject();
            json.writeStringField("what", mismatch.what());
            json.writeStringField("expected", mismatch.expected());
            json.writeStringField("got", mismatch.got());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rules");
        for (RuleSet.RuleStep step : line.result.steps()) {
            json.writeStartObject();
            json.writeNumberField("rule", step.rule());
            Output.strings(json, "effects", step.effects());
            json.writeEndObject();
        }
        json.writeEndArray();
        Output.strings(json, "warnings", line.result.warnings());
        json.writeEndObject();
    }
}
