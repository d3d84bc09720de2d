package io.github.argusglue.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;

/** A table with arbitrary keys, in the order of the file. */
record MapType(KeyType element) implements KeyType {

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        if (!node.isTable()) {
            binding.fault(node.place(), "expected a table, got " + node.kind());
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        StringJoiner text = new StringJoiner(", ", "{ ", " }").setEmptyValue("{}");
        for (String key : node.keys()) {
            Bound bound =
                    node.child(key).map(child -> element.bind(child, binding)).orElse(null);
            if (bound != null) {
                values.put(key, bound.value());
                text.add(Toml.joinKeyPath(List.of(key)) + " = " + bound.text());
            }
        }
        return values.size() == node.keys().size()
                ? new Bound(Collections.unmodifiableMap(values), text.toString())
                : null;
    }

    @Override
    public String label() {
        return "table of " + element.label();
    }

    @Override
    public String sample() {
        return "{ x = " + element.sample() + " }";
    }

    @Override
    public Optional<Bound> absent() {
        return Optional.of(new Bound(Map.of(), ""));
    }

    @Override
    public Optional<RecordType> record() {
        return element.record();
    }
}
