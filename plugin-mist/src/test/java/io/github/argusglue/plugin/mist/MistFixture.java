package io.github.argusglue.plugin.mist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.argusglue.plugin.mist.standin.SimulatedOrg;
import io.github.argusglue.plugin.mist.standin.StandInMist;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.Ending;
import io.github.argusglue.spi.Snapshot;
import io.github.argusglue.spi.SourceAdapter;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.testing.ExchangeLog;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.TestContext;
import io.github.argusglue.spi.testing.TestState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A simulated Mist with one site and an adapter that reads it. */
final class MistFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-29T00:30:00Z");

    final SettableClock clock = new SettableClock(NOW);
    final StandInMist mist = StandInMist.start(clock, ExchangeLog.of("mist"));
    final SimulatedOrg org = mist.organisation();
    final String site = org.addSite("Biblioteket");
    final String ap = org.addDevice("ap", "ap-1", site);
    final String sw = org.addDevice("switch", "sw-1", site);
    private final UnaryOperator<MistConfigBuilder> change;
    private final TestState state = new TestState();
    private TestContext context;
    private SourceAdapter adapter;

    MistFixture() {
        this(config -> config);
    }

    /** @param change of the configuration, which has devices and no alarms */
    MistFixture(UnaryOperator<MistConfigBuilder> change) {
        this.change = change;
        this.context = new TestContext("mist", clock, state);
        this.adapter = adapter();
    }

    private SourceAdapter adapter() {
        MistConfig config = change.apply(new MistConfigBuilder(mist.url())).build();
        return new MistAdapterFactory().create(config, context);
    }

    /** Replaces the adapter, as a restart does. */
    void restart() {
        adapter.close();
        context.close();
        context = new TestContext("mist", clock, state);
        adapter = adapter();
    }

    SourceAdapter current() {
        return adapter;
    }

    TestContext context() {
        return context;
    }

    TestState state() {
        return state;
    }

    void after(Duration time) {
        clock.advance(time);
    }

    Snapshot snapshot() throws Exception {
        return adapter.snapshot();
    }

    /** Returns the descriptions of the alerts of the next snapshot. */
    List<String> descriptions() throws Exception {
        return snapshot().alerts().stream().map(Alert::description).toList();
    }

    Alert only() throws Exception {
        List<Alert> alerts = snapshot().alerts();
        assertEquals(1, alerts.size(), alerts::toString);
        return alerts.get(0);
    }

    static @Nullable String tag(Alert alert, String key) {
        return alert.tags().stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst()
                .orElse(null);
    }

    /** Returns evidence and reason of the only ending. */
    static String ending(Snapshot snapshot) {
        assertEquals(1, snapshot.endings().size(), snapshot::toString);
        Ending ending = snapshot.endings().get(0);
        return ending.evidence() + " " + ending.reason();
    }

    @Override
    public void close() {
        adapter.close();
        context.close();
        mist.close();
    }
}
