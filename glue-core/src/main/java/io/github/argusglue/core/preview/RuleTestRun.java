package io.github.argusglue.core.preview;

import io.github.argusglue.core.config.RuleTestConfig;
import io.github.argusglue.core.config.RuledSource;
import io.github.argusglue.core.config.TagValues;
import io.github.argusglue.core.rules.RuleSet;
import io.github.argusglue.core.shape.AlertShaper;
import io.github.argusglue.core.shape.Desired;
import io.github.argusglue.core.shape.DesiredIncident;
import io.github.argusglue.core.shape.ShapingConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Severity;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs a test of the rules of a source: shapes one alert as a running source does, and compares the result. */
public final class RuleTestRun {
    /** Rules know no time, so each serves. */
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String NONE = "none";

    private final RuleTestConfig.Expectation expect;
    private final List<Mismatch> mismatches = new ArrayList<>();

    private RuleTestRun(RuleTestConfig.Expectation expect) {
        this.expect = expect;
    }

    /**
     * What is not as expected.
     *
     * @param what such as {@code level} or {@code tag 'host'}
     */
    public record Mismatch(String what, String expected, String got) {}

    /**
     * The result of a test.
     *
     * @param mismatches empty if the test has passed
     * @param steps what each matching rule changes, in order
     * @param warnings what had to be shortened or omitted because Argus would reject it
     */
    public record Result(List<Mismatch> mismatches, List<RuleSet.RuleStep> steps, List<String> warnings) {
        /** Returns whether everything is as expected. */
        public boolean passed() {
            return mismatches.isEmpty();
        }
    }

    /** Runs a test. */
    public static Result of(RuledSource source, RuleTestConfig test) {
        List<Tag> always = new ArrayList<>();
        source.tags().forEach((key, value) -> always.add(new Tag(key, value)));
        RuleSet rules = RuleSet.of(source.rules());
        Alert alert = alert(test.alert());
        AlertShaper shaper = new AlertShaper(new ShapingConfig(always, rules, null, source.suppressed()));
        Desired desired = shaper.shape(Snapshot.complete(List.of(alert)), START);
        List<RuleSet.RuleStep> steps = rules.explain(alert, always);
        RuleTestRun run = new RuleTestRun(test.expect());
        run.compareRules(steps);
        run.compareDropped(desired, steps);
        if (!test.expect().isDropped()) {
            desired.incidents().forEach(run::compareIncident);
        }
        return new Result(run.mismatches, steps, shaper.warnings());
    }

    private static Alert alert(RuleTestConfig.TestAlert given) {
        Alert.Builder alert = Alert.builder(AlertId.startedAt(given.key(), START), START)
                .severity(Severity.ofLevel(given.level()))
                .description(given.description())
                .detailsUrl(given.detailsUrl().orElse(null));
        given.tags().forEach((key, values) -> values.values().forEach(value -> alert.tag(key, value)));
        if (given.suppressed()) {
            alert.suppressed(Suppression.of("test"));
        }
        return alert.build();
    }

    private void compareRules(List<RuleSet.RuleStep> steps) {
        List<Integer> matched = steps.stream().map(RuleSet.RuleStep::rule).toList();
        expect.rules().ifPresent(wanted -> compare("rules that match", numbers(wanted), numbers(matched)));
    }

    private static String numbers(List<Integer> rules) {
        return rules.isEmpty() ? NONE : rules.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private void compareDropped(Desired desired, List<RuleSet.RuleStep> steps) {
        String got =
                desired.dropped().isEmpty() ? "shown" : desired.dropped().get(0).reason();
        int last = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).rule();
        boolean byRule = got.startsWith("dropped by rule " + last + " ");
        boolean isDropped = !desired.dropped().isEmpty();
        String wanted = expect.droppedBy()
                .map(rule -> "dropped by rule " + rule)
                .orElse(expect.isDropped() ? "dropped" : "shown");
        boolean asExpected = isDropped == expect.isDropped()
                && (expect.droppedBy().isEmpty()
                        || (byRule && expect.droppedBy().get() == last));
        if (!asExpected) {
            mismatches.add(new Mismatch("alert", wanted, got));
        }
    }

    private void compareIncident(DesiredIncident got) {
        expect.level().ifPresent(level -> compare("level", level.toString(), String.valueOf(got.level())));
        expect.description().ifPresent(text -> compare("description", quoted(text), quoted(got.description())));
        expect.detailsUrl().ifPresent(url -> compare("details_url", quoted(url), quoted(got.detailsUrl())));
        Map<String, Set<String>> tags = new LinkedHashMap<>();
        got.tags()
                .forEach(tag -> tags.computeIfAbsent(tag.key(), key -> new LinkedHashSet<>())
                        .add(tag.value()));
        Map<String, TagValues> wanted = expect.tags().orElse(expect.hasTags());
        wanted.forEach((key, values) -> compareTag(key, Set.copyOf(values.values()), tags.getOrDefault(key, Set.of())));
        for (Map.Entry<String, Set<String>> there : tags.entrySet()) {
            String key = there.getKey();
            if (expect.lacksTags().contains(key) || (expect.tags().isPresent() && !wanted.containsKey(key))) {
                compareTag(key, Set.of(), there.getValue());
            }
        }
    }

    private void compareTag(String key, Set<String> wanted, Set<String> got) {
        if (!wanted.equals(got)) {
            mismatches.add(new Mismatch("tag '" + key + "'", values(wanted), values(got)));
        }
    }

    private static String values(Set<String> values) {
        return values.isEmpty()
                ? NONE
                : values.stream().sorted().map(RuleTestRun::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private void compare(String what, String wanted, String got) {
        if (!wanted.equals(got)) {
            mismatches.add(new Mismatch(what, wanted, got));
        }
    }
}
