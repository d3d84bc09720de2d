package io.github.argusglue.core.rules;

import io.github.argusglue.spi.Tag;
import java.util.ArrayList;
import java.util.List;

/** Describes what has changed about an alert. */
final class RuleDiff {
    private RuleDiff() {}

    static List<String> between(RuleContext before, RuleContext after) {
        List<String> effects = new ArrayList<>();
        if (before.level != after.level) {
            effects.add("level " + before.level + " -> " + after.level);
        }
        for (Tag tag : before.tags) {
            if (!after.tags.contains(tag)) {
                effects.add("tag " + tag + " removed");
            }
        }
        for (Tag tag : after.tags) {
            if (!before.tags.contains(tag)) {
                effects.add("tag " + tag + " added");
            }
        }
        text(effects, "description", before.description, after.description);
        text(effects, "details_url", before.detailsUrl, after.detailsUrl);
        return effects;
    }

    private static void text(List<String> effects, String name, String before, String after) {
        if (!before.equals(after)) {
            effects.add(name + " '" + before + "' -> '" + after + "'");
        }
    }
}
