package io.github.argusglue.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A string with a fixed set of values: the constants of an enum in lower case. */
final class EnumType implements KeyType {
    private final Map<String, Object> constants = new LinkedHashMap<>();

    EnumType(Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
        }
    }

    @Override
    public String label() {
        return constants.keySet().stream().map(name -> "`\"" + name + "\"`").collect(Collectors.joining(", "));
    }

    @Override
    public String sample() {
        return ScalarType.quoted(constants.keySet().iterator().next());
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        if (!(node.value() instanceof String name)) {
            binding.fault(node.place(), "expected a string (" + allowed() + "), got " + node.kind());
            return null;
        }
        Object constant = constants.get(name);
        if (constant == null) {
            binding.fault(
                    node.place(),
                    "'" + name + "' is not allowed; use one of " + allowed()
                            + Suggestion.of(name, List.copyOf(constants.keySet())));
            return null;
        }
        return new Bound(constant, ScalarType.quoted(name));
    }

    private String allowed() {
        return constants.keySet().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
