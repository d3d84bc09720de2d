package io.github.argusglue.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The effective configuration, including defaults. */
final class EffectiveLines {
    private final List<String> lines = new ArrayList<>();

    void add(String table, List<RecordType.Line> keys) {
        for (RecordType.Line key : keys) {
            String path = table.isEmpty() ? key.key() : table + "." + key.key();
            lines.add(path + " = " + key.text() + (key.byDefault() ? "  # default" : ""));
        }
    }

    List<String> sorted() {
        Collections.sort(lines);
        return List.copyOf(lines);
    }
}
