package io.github.argusglue.plugin.generic;

import io.github.argusglue.plugin.generic.input.InputConfig;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.WebhookResponse;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import io.github.argusglue.spi.testing.TestState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source that tests send messages to: its adapter, its clock, and what it stores. */
final class GenericSource {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    static final InputConfig POST = new InputConfig(
            List.of(), Map.of(), Duration.ofSeconds(10), Optional.empty(), Optional.empty(), ".json", false);

    final SettableClock clock;
    final TestState state;
    final TestContext context;
    final GenericAdapter adapter;

    GenericSource(GenericConfig config, TestState state) throws Exception {
        this(config, state, new SettableClock(NOW));
    }

    GenericSource(GenericConfig config, TestState state, SettableClock clock) throws Exception {
        this.clock = clock;
        this.state = state;
        this.context = new TestContext("test", clock, state);
        this.adapter = new GenericAdapter(config, context);
        adapter.start();
    }

    static GenericSource plain() throws Exception {
        return new GenericSource(config(null), new TestState());
    }

    static GenericConfig config(@Nullable Duration ttl) {
        return config(ttl, null);
    }

    static GenericConfig config(@Nullable Duration ttl, @Nullable Duration deadMan) {
        return new GenericConfig(Optional.ofNullable(ttl), Optional.ofNullable(deadMan), false, POST, Optional.empty());
    }

    static GenericConfig reading(InputConfig input) {
        return new GenericConfig(Optional.empty(), Optional.empty(), false, input, Optional.empty());
    }

    WebhookResponse answer(String body) {
        WebhookRequest request = WebhookRequest.builder()
                .body(body.getBytes(StandardCharsets.UTF_8))
                .build();
        return context.webhookResponder().orElseThrow().onRequest(request);
    }

    /** Sends a message that has to be taken. */
    void post(String body) {
        WebhookResponse answer = answer(body.replace('\'', '"'));
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.body());
        }
    }

    Snapshot snapshot() throws Exception {
        return adapter.snapshot();
    }

    List<String> open() throws Exception {
        return snapshot().alerts().stream()
                .map(Alert::id)
                .map(Object::toString)
                .sorted()
                .toList();
    }
}
