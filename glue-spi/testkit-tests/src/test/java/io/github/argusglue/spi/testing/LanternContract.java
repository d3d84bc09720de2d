package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.SourceAdapterFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The contracts of {@link LanternAdapter}'s abilities, with an adapter that is broken in one way, or in none. */
abstract class LanternContract extends SourceAdapterContract<LanternConfig>
        implements SuppressionContract,
                ScopeContract,
                PartialContract,
                NoticeContract,
                StreamContract,
                ResponderContract {
    private final LanternFault fault;
    private final SettableClock clock = new SettableClock(Instant.parse("2022-03-27T00:59:00.733Z"));

    LanternContract(LanternFault fault) {
        this.fault = fault;
    }

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected SourceAdapterFactory<LanternConfig> factory() {
        return new LanternAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new LanternSystem(clock);
    }

    @Override
    protected LanternConfig config(FakeSystem system) {
        return new LanternConfig((LanternSystem) system, fault);
    }

    @Override
    public Duration reconnectDelay() {
        return Duration.ofSeconds(fault == LanternFault.NONE ? 10 : 3);
    }

    @Override
    protected Duration maxDelay() {
        return Duration.ofMillis(500);
    }
}
