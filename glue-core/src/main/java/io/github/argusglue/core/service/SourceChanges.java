package io.github.argusglue.core.service;

import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The differences between two configurations, as names of sources.
 *
 * @param added new sources
 * @param changed sources with changed settings, with an Argus server whose settings changed, or with another plugin
 * @param removed sources that were removed
 * @param same unchanged sources, which must not be restarted
 */
record SourceChanges(List<String> added, List<String> changed, List<String> removed, List<String> same) {

    /** @param samePlugin whether the plugin of a type is the same as before */
    static SourceChanges between(GlueConfig before, GlueConfig after, Predicate<String> samePlugin) {
        Map<String, SourceConfig> known = new LinkedHashMap<>();
        before.sources().forEach(source -> known.put(source.name(), source));
        SourceChanges changes =
                new SourceChanges(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (SourceConfig source : after.sources()) {
            SourceConfig old = known.remove(source.name());
            if (old == null) {
                changes.added.add(source.name());
            } else if (before.tableOf(old).isSameAs(after.tableOf(source))
                    && before.argusOf(old).equals(after.argusOf(source))
                    && samePlugin.test(source.type())) {
                changes.same.add(source.name());
            } else {
                changes.changed.add(source.name());
            }
        }
        changes.removed.addAll(known.keySet());
        return changes;
    }
}
