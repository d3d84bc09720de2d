package io.github.argusglue.core.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlTable;

/**
 * A table of the file in which some keys have other values, or none.
 *
 * @param original the table in the file
 * @param changed the other values: as those of a {@link TomlTable}, or a changed table
 * @param removed keys that are absent
 */
record ChangedTable(TomlTable original, Map<String, Object> changed, Set<String> removed) {
    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>(original.keySet());
        keys.addAll(changed.keySet());
        keys.removeAll(removed);
        return keys;
    }

    @Nullable
    Object get(String key) {
        if (removed.contains(key)) {
            return null;
        }
        Object other = changed.get(key);
        return other != null ? other : original.get(List.of(key));
    }
}
