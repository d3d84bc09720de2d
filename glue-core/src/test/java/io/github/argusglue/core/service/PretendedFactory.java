package io.github.argusglue.core.service;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.AlertId;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.Suppression;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.LeavesOut;
import io.github.argusglue.spi.config.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Type {@code pretended}: its alerts are listed in the configuration and always open. A key that begins with "silenced"
 * is suppressed.
 */
public final class PretendedFactory implements SourceAdapterFactory<PretendedFactory.Keys> {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    /** Number of created adapters, by source. */
    public final Map<String, AtomicInteger> made = new ConcurrentHashMap<>();

    /** Number of closed adapters, by source. */
    public final Map<String, AtomicInteger> closed = new ConcurrentHashMap<>();

    /** Keys of alerts that a test opens while it runs, by source. */
    public final Map<String, List<String>> opened = new ConcurrentHashMap<>();

    /** Whether the state of the newest adapter is discarded, by source. */
    public final Map<String, Boolean> discards = new ConcurrentHashMap<>();

    /** Keys of such a source. */
    public record Keys(
            @Doc("Keys of the alerts that are open") List<String> open,

            @Doc("Not used") @Default("false") @LeavesOut("quiet alerts")
            boolean loud,

            @Doc("Not used") Optional<Secret> password) {}

    @Override
    public String type() {
        return "pretended";
    }

    @Override
    public Class<Keys> configType() {
        return Keys.class;
    }

    @Override
    public SourceAdapter create(Keys config, SourceContext context) {
        String source = context.sourceName();
        discards.put(source, context.state().discardsChanges());
        count(made, source).incrementAndGet();
        return new SourceAdapter() {
            @Override
            public Snapshot snapshot() {
                List<String> keys = new ArrayList<>(config.open());
                keys.addAll(opened.getOrDefault(source, List.of()));
                return Snapshot.complete(keys.stream().map(key -> alert(key)).toList());
            }

            @Override
            public void close() {
                count(closed, source).incrementAndGet();
            }
        };
    }

    private static Alert alert(String key) {
        return Alert.builder(AlertId.startedAt(key, START), START)
                .description(key)
                .suppressed(key.startsWith("silenced") ? Suppression.of("a test") : null)
                .build();
    }

    public int made(String source) {
        return count(made, source).get();
    }

    public int closed(String source) {
        return count(closed, source).get();
    }

    private static AtomicInteger count(Map<String, AtomicInteger> counts, String source) {
        return counts.computeIfAbsent(source, name -> new AtomicInteger());
    }
}
