package io.github.argusglue.core.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;

/** An array with elements of one type. */
record ListType(KeyType element) implements KeyType {

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        if (!(node.value() instanceof TomlArray array)) {
            binding.fault(node.place(), "expected an array (" + label() + "), got " + node.kind());
            return null;
        }
        List<Object> values = new ArrayList<>();
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < array.size(); i++) {
            Bound bound = element.bind(node.element(i), binding);
            if (bound != null) {
                values.add(bound.value());
                text.add(bound.text());
            }
        }
        return values.size() == array.size() ? new Bound(Collections.unmodifiableList(values), text.toString()) : null;
    }

    @Override
    public String label() {
        return "array of " + element.label();
    }

    @Override
    public String empty() {
        return "[]";
    }

    @Override
    public String sample() {
        return "[" + element.sample() + "]";
    }

    @Override
    public Optional<Bound> absent() {
        return Optional.of(new Bound(List.of(), ""));
    }

    @Override
    public Optional<RecordType> record() {
        return element.record();
    }
}
