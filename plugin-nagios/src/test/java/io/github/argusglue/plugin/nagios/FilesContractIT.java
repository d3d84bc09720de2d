package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.HistoryContract;
import io.github.argusglue.spi.testing.ResponderContract;
import io.github.argusglue.spi.testing.SourceAdapterContract;
import io.github.argusglue.spi.testing.SuppressionContract;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Runs the contract of the SPI with the files of a real Nagios. All tests share one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesContractIT extends SourceAdapterContract<NagiosConfig>
        implements FeedbackContract, AcknowledgementContract, SuppressionContract, HeldContract {
    private final NagiosLab lab;

    FilesContractIT() {
        lab = RealNagios.lab();
    }

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @Override
    protected SourceAdapterFactory<NagiosConfig> factory() {
        return new NagiosAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new RealNagios(lab);
    }

    @Override
    protected NagiosConfig config(FakeSystem system) {
        FilesConfig files = new FilesConfig(
                Optional.of(Path.of(lab.fact("NAGIOS_CFG"))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return NagiosSystem.config(
                files, Optional.empty(), Optional.empty(), HttpAccess.builder().build());
    }

    /**
     * {@code FilesContractTest}, {@code LegacyIncidentTest}, {@code NglueWebhookTest} and {@code NagiosIT} have them.
     */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(EndingsContract.class, HistoryContract.class, AdoptContract.class, ResponderContract.class);
    }
}
