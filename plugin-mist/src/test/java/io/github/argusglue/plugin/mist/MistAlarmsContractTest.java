package io.github.argusglue.plugin.mist;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.ScopeContract;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.WebhookContract;

/** Runs the contract of the SPI with Marvis alarms as problems, and with acknowledgements both ways. */
class MistAlarmsContractTest extends SourceAdapterFailureContract<MistConfig>
        implements WebhookContract,
                EndingsContract,
                PartialContract,
                ScopeContract,
                AcknowledgementContract,
                FeedbackContract {
    @Override
    protected SourceAdapterFactory<MistConfig> factory() {
        return new MistAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new MistSystem(clock(), true);
    }

    @Override
    protected MistConfig config(FakeSystem system) {
        return new MistConfigBuilder(((MistSystem) system).url())
                .marvis("*")
                .acknowledge()
                .build();
    }
}
