package io.github.argusglue.core.config;

import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;

/** The table {@code [http]}; may be absent. */
final class HttpSection {
    static final RecordType KEYS = RecordType.of(HttpConfig.class);

    private HttpSection() {}

    /** Returns the configuration; after a fault, a value that causes no further faults. */
    static HttpConfig bind(Node root, Binding binding, EffectiveLines effective) {
        Node http = root.child("http").orElseGet(() -> root.absent("http", Toml.parse("")));
        if (!http.isTable()) {
            binding.fault(http.place(), "expected a table with 'listen', got " + http.kind());
            return HttpConfig.DEFAULT;
        }
        List<RecordType.Line> lines = new ArrayList<>();
        KEYS.refuseUnknown(http, List.of(), binding);
        HttpConfig config = (HttpConfig) KEYS.bindKeys(http, binding, lines);
        effective.add(http.place().path(), lines);
        return config == null ? HttpConfig.DEFAULT : config;
    }
}
