package io.github.argusglue.spi.testing;

import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The whole contract on the system in memory, with an adapter that is broken in one way, or in none. */
abstract class BeaconContract extends SourceAdapterFailureContract<BeaconConfig>
        implements FeedbackContract,
                HistoryContract,
                AcknowledgementContract,
                WebhookContract,
                EndingsContract,
                HeldContract,
                PartialContract,
                AdoptContract {
    private final Fault fault;

    BeaconContract(Fault fault) {
        this.fault = fault;
    }

    @Override
    protected SourceAdapterFactory<BeaconConfig> factory() {
        return new BeaconAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new BeaconSystem(clock());
    }

    @Override
    protected BeaconConfig config(FakeSystem system) {
        BeaconSystem beacon = (BeaconSystem) system;
        return new BeaconConfig(beacon, Secret.of(beacon.password()), fault);
    }

    @Override
    protected Duration maxDelay() {
        return Duration.ofMillis(200);
    }

    @Override
    protected Duration callTimeout() {
        return Duration.ofMillis(fault == Fault.NONE ? 5_000 : 1_000);
    }

    @Override
    public OpenIncident incidentOfOtherProgram(Alert alert) {
        return OpenIncident.of(
                "old-7",
                alert.startedAt(),
                "by the old program",
                List.of(Tag.of("beacon", alert.id().key())),
                Map.of(),
                null);
    }
}
