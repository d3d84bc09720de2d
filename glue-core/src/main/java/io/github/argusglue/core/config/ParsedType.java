package io.github.argusglue.core.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A string that is parsed; syntax errors are reported at its place in the file. */
record ParsedType(String label, String example, Function<String, Object> parser) implements KeyType {

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        if (!(node.value() instanceof String text)) {
            binding.fault(node.place(), "expected a string (" + label + "), got " + node.kind());
            return null;
        }
        try {
            return new Bound(parser.apply(text), ScalarType.quoted(text));
        } catch (IllegalArgumentException e) {
            binding.fault(node.place(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public String sample() {
        return ScalarType.quoted(example);
    }
}
