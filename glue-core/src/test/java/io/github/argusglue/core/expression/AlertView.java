package io.github.argusglue.core.expression;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Tag;
import java.net.URI;
import java.util.List;

/** An alert before any rule. */
record AlertView(Alert alert) implements ReadableAlert {
    @Override
    public String key() {
        return alert.id().key();
    }

    @Override
    public int level() {
        return alert.severity().level();
    }

    @Override
    public String description() {
        return alert.description();
    }

    @Override
    public String detailsUrl() {
        return alert.detailsUrl().map(URI::toString).orElse("");
    }

    @Override
    public List<String> values(String tagKey) {
        return alert.tags().stream()
                .filter(tag -> tag.key().equals(tagKey))
                .map(Tag::value)
                .toList();
    }
}
