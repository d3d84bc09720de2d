package io.github.argusglue.core.rules;

import io.github.argusglue.core.config.RuleConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a source, in order. Thread-safe. */
public final class RuleSet {
    /** No rules. */
    public static final RuleSet NONE = new RuleSet(List.of());

    private final List<Rule> rules;

    private RuleSet(List<Rule> rules) {
        this.rules = rules;
    }

    /** Returns the rules of a source. */
    public static RuleSet of(List<RuleConfig> configs) {
        List<Rule> rules = new ArrayList<>();
        for (RuleConfig config : configs) {
            rules.add(new Rule(rules.size() + 1, config));
        }
        return rules.isEmpty() ? NONE : new RuleSet(List.copyOf(rules));
    }

    /** Returns whether there are no rules. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Returns the names of the rules, such as {@code rule 2 (host="web1")}. */
    public List<String> names() {
        return rules.stream().map(Rule::name).toList();
    }

    /**
     * Applies all rules to an alert.
     *
     * @param alwaysTags are added to the alert before the first rule
     */
    public RuleResult apply(Alert alert, List<Tag> alwaysTags) {
        RuleContext subject = RuleContext.of(alert, alwaysTags);
        String droppedBy = null;
        for (Rule rule : rules) {
            if (rule.apply(subject)) {
                droppedBy = rule.drops() ? rule.name() : null;
                if (rule.stops()) {
                    break;
                }
            }
        }
        return apply(subject, droppedBy);
    }

    /** Returns what each matching rule changes about an alert, in order. */
    public List<RuleStep> explain(Alert alert, List<Tag> alwaysTags) {
        RuleContext subject = RuleContext.of(alert, alwaysTags);
        List<RuleStep> steps = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            RuleContext before = subject.copy();
            if (!rule.apply(subject)) {
                continue;
            }
            List<String> effects = RuleDiff.between(before, subject);
            if (rule.drops()) {
                effects.add("dropped");
            } else if (rule.stops()) {
                effects.add("no later rule");
            }
            steps.add(new RuleStep(i + 1, effects.isEmpty() ? List.of("nothing changed") : effects));
            if (rule.stops()) {
                break;
            }
        }
        return steps;
    }

    private static RuleResult apply(RuleContext subject, @Nullable String droppedBy) {
        return new RuleResult(
                subject.level, subject.description, List.copyOf(subject.tags), subject.detailsUrl, droppedBy);
    }

    /**
     * What one rule changed.
     *
     * @param rule number of the rule, from 1
     * @param effects one line each
     */
    public record RuleStep(int rule, List<String> effects) {}
}
