package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.SourceAdapterContract;
import io.github.argusglue.spi.testing.WebhookContract;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Runs the contract of the SPI with a real Prometheus and Alertmanager. All tests share one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertmanagerContractIT extends SourceAdapterContract<AlertmanagerConfig> {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private final PrometheusLab lab = new PrometheusLab(10, "WATCHDOG=1");

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @Override
    protected SourceAdapterFactory<AlertmanagerConfig> factory() {
        return new AlertmanagerAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new RealAlertmanager(lab);
    }

    @Override
    protected AlertmanagerConfig config(FakeSystem system) {
        return new PrometheusConfigBuilder(lab.alertmanagers()).build();
    }

    @Override
    protected Duration maxDelay() {
        return PATIENCE;
    }

    /** {@code AlertmanagerContractTest} has them. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(
                WebhookContract.class,
                EndingsContract.class,
                HeldContract.class,
                PartialContract.class,
                AdoptContract.class);
    }

    private static final class RealAlertmanager extends LabSystem {
        RealAlertmanager(PrometheusLab lab) {
            super(lab, "am");
            PrometheusLab.await(
                    "only the watchdog alert listed",
                    PATIENCE,
                    () -> PrometheusLab.listed(lab.alertmanagers().get(0)).size() == 1);
        }
    }
}
