package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.NoticeContract;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.ScopeContract;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.WebhookContract;
import java.util.Set;

/** Runs the contract of the SPI with disconnected devices as problems, and with notices. */
class MistDevicesContractTest extends SourceAdapterFailureContract<MistConfig>
        implements WebhookContract, EndingsContract, PartialContract, ScopeContract, NoticeContract {
    @Override
    protected SourceAdapterFactory<MistConfig> factory() {
        return new MistAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new MistSystem(clock(), false);
    }

    @Override
    protected MistConfig config(FakeSystem system) {
        return new MistConfigBuilder(((MistSystem) system).url())
                .marvis("missing_vlan")
                .notices("device_restarted")
                .build();
    }

    /** Devices cannot be acknowledged in Mist; {@code MistAlarmsContractTest} acknowledges alarms. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(AcknowledgementContract.class);
    }
}
