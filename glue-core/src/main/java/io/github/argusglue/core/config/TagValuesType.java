package io.github.argusglue.core.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;

/** The values of a tag: a string, or an array of strings. */
record TagValuesType() implements KeyType {

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        List<String> values = new ArrayList<>();
        if (node.value() instanceof String one) {
            values.add(one);
        } else if (node.value() instanceof TomlArray several
                && !several.isEmpty()
                && several.toList().stream().allMatch(String.class::isInstance)) {
            several.toList().forEach(value -> values.add((String) value));
        } else {
            binding.fault(node.place(), "expected a string or an array of strings, got " + node.kind());
            return null;
        }
        List<String> once = values.stream().distinct().toList();
        return new Bound(new TagValues(once), once.toString());
    }

    @Override
    public String label() {
        return "string or array of strings";
    }

    @Override
    public String sample() {
        return "\"x\"";
    }
}
