package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.classic.ClassicConfig;
import io.github.argusglue.plugin.aruba.standin.StandInClassic;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import io.github.argusglue.spi.testing.TestState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A simulated Central (classic) with a clock, and the adapters that read it one after the other with one state. */
final class ClassicBench implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    final SettableClock clock = new SettableClock(START);
    final TestState state = new TestState();
    final StandInClassic central;
    private final List<TestContext> contexts = new ArrayList<>();
    private String refreshToken;
    private UnaryOperator<ClassicConfig> change = UnaryOperator.identity();
    private @Nullable SourceAdapter adapter;

    ClassicBench() {
        central = StandInClassic.start(clock);
        central.addAp("CN0", "ap-0", "Biblioteket");
        refreshToken = central.refreshToken();
    }

    /** Sets the refresh token of the configuration, for running adapters, too: its file is read at each use. */
    void configure(String token) {
        refreshToken = token;
    }

    /** Changes the configuration of the next adapters. */
    void configure(UnaryOperator<ClassicConfig> changes) {
        change = changes;
    }

    /** Returns the adapter; creates it if there is none. */
    SourceAdapter adapter() {
        if (adapter == null) {
            TestContext context = new TestContext("classic", clock, state);
            contexts.add(context);
            ClassicConfig config = ClassicSystem.config(central, Secret.from(() -> refreshToken));
            adapter = new ClassicCentralAdapterFactory().create(change.apply(config), context);
        }
        return adapter;
    }

    /** Ends the adapter, as a restart does. */
    void restart() {
        adapter = null;
    }

    TestContext context() {
        adapter();
        return contexts.get(contexts.size() - 1);
    }

    Snapshot snapshot() throws SourceException, InterruptedException {
        return adapter().snapshot();
    }

    /** Returns the texts of the alerts. */
    List<String> descriptions() throws SourceException, InterruptedException {
        return snapshot().alerts().stream().map(Alert::description).toList();
    }

    String health() {
        return adapter().health().problem().orElse("");
    }

    /** Returns how often a token was asked for. */
    long renewals() {
        return requests("/oauth2/token");
    }

    long requests(String path) {
        return central.log().stream().filter(line -> line.contains(path)).count();
    }

    static ClassicConfig withAccessToken(ClassicConfig config, String token) {
        return new ClassicConfig(
                config.endpoint(),
                config.clientId(),
                config.clientSecret(),
                config.refreshToken(),
                Optional.of(Secret.of(token)),
                config.kinds(),
                config.aps(),
                config.alertWindow(),
                config.acknowledge(),
                config.webhookSecret());
    }

    @Override
    public void close() {
        contexts.forEach(TestContext::close);
        central.close();
    }
}
