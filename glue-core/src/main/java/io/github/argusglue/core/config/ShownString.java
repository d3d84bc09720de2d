package io.github.argusglue.core.config;

import org.jspecify.annotations.Nullable;

/** A string that is shown in the effective configuration whatever its name is. */
record ShownString() implements KeyType {

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        Bound bound = ScalarType.STRING.bind(node, binding);
        return bound == null ? null : new Bound(bound.value(), ScalarType.quoted((String) bound.value()));
    }

    @Override
    public String label() {
        return ScalarType.STRING.label();
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public String sample() {
        return ScalarType.STRING.sample();
    }
}
