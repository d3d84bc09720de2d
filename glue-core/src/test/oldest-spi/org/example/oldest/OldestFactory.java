package org.example.oldest;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import java.time.Instant;
import java.util.List;

/** A plugin that is compiled once, against the oldest SPI that is supported, and kept as a jar: see build.sh. */
public final class OldestFactory implements SourceAdapterFactory<OldestFactory.Config> {
    public record Config(
            @Doc("Description of the only alert") @Default("old")
            String text) {}

    @Override
    public String type() {
        return "oldest";
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public SourceAdapter create(Config config, SourceContext context) {
        Instant start = Instant.parse("2026-11-20T10:00:00Z");
        return new SourceAdapter() {
            @Override
            public Snapshot snapshot() {
                Alert alert = Alert.builder(AlertId.startedAt("key", start), start)
                        .description(config.text() + " of " + context.sourceName())
                        .build();
                return Snapshot.complete(List.of(alert));
            }

            @Override
            public void close() {}
        };
    }
}
