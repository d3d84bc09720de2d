package io.github.argusglue.core.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An optional value. */
record OptionalType(KeyType inner) implements KeyType {

    @Override
    public @Nullable Bound bind(Node node, Binding binding) {
        Bound bound = inner.bind(node, binding);
        return bound == null ? null : new Bound(Optional.of(bound.value()), bound.text());
    }

    @Override
    public String label() {
        return inner.label();
    }

    @Override
    public String empty() {
        return inner.empty();
    }

    @Override
    public String sample() {
        return inner.sample();
    }

    @Override
    public Optional<Bound> absent() {
        return Optional.of(new Bound(Optional.empty(), ""));
    }

    @Override
    public boolean isText() {
        return inner.isText();
    }

    @Override
    public Optional<RecordType> record() {
        return inner.record();
    }
}
