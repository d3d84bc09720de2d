package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.HistoryContract;
import io.github.argusglue.spi.testing.ResponderContract;
import io.github.argusglue.spi.testing.SourceAdapterContract;
import io.github.argusglue.spi.testing.SuppressionContract;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Runs the contract of the SPI with the CGIs of a real Nagios. All tests share one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CgiContractIT extends SourceAdapterContract<NagiosConfig>
        implements AcknowledgementContract, SuppressionContract, HeldContract {
    private final NagiosLab lab;

    CgiContractIT() {
        lab = RealNagios.lab();
        lab.serveWeb();
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
        HttpAccess access = HttpAccess.builder()
                .basic(lab.fact("CGI_USER"), Secret.of(lab.fact("CGI_PASSWORD")))
                .build();
        URI url = URI.create(lab.fact("CGI_URL").replaceAll("/cgi-bin.*", ""));
        return RemoteNagiosSystem.config(Optional.empty(), Optional.of(url), access);
    }

    /** {@code CgiContractTest}, {@code LegacyIncidentTest}, {@code NglueWebhookTest} and {@code NagiosIT} have them. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(EndingsContract.class, HistoryContract.class, AdoptContract.class, ResponderContract.class);
    }
}
