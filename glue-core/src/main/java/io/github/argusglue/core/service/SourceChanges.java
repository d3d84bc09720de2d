package io.github.argusglue.core.service;

import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which sources another configuration concerns, by name.
 *
 * @param added not there before
 * @param changed said otherwise in the file, or on an Argus server that is
 * @param removed not there any more
 * @param same as before, and not to be touched
 */
record SourceChanges(List<String> added, List<String> changed, List<String> removed, List<String> same) {

    static SourceChanges between(GlueConfig before, GlueConfig after) {
        Map<String, SourceConfig> known = new LinkedHashMap<>();
        before.sources().forEach(source -> known.put(source.name(), source));
        SourceChanges changes =
                new SourceChanges(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (SourceConfig source : after.sources()) {
            SourceConfig old = known.remove(source.name());
            if (old == null) {
                changes.added.add(source.name());
            } else if (before.tableOf(old).isSameAs(after.tableOf(source))
                    && before.argusOf(old).equals(after.argusOf(source))) {
                changes.same.add(source.name());
            } else {
                changes.changed.add(source.name());
            }
        }
        changes.removed.addAll(known.keySet());
        return changes;
    }
}
