package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.SourceAdapterContract;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Runs the contract of the SPI on type {@code prometheus} with a real Prometheus. All tests share one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusContractIT extends SourceAdapterContract<PrometheusConfig> {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private final PrometheusLab lab = new PrometheusLab(10);

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @Override
    protected SourceAdapterFactory<PrometheusConfig> factory() {
        return new PrometheusAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new RealPrometheus(lab);
    }

    @Override
    protected PrometheusConfig config(FakeSystem system) {
        return new PrometheusConfigBuilder(lab.prometheus())
                .warmUp(Duration.ofSeconds(3))
                .direct();
    }

    @Override
    protected Duration maxDelay() {
        return PATIENCE;
    }

    /** {@code PrometheusContractTest} and {@code PrometheusAdapterTest} have them. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(EndingsContract.class, HeldContract.class, PartialContract.class, AdoptContract.class);
    }

    private static final class RealPrometheus extends LabSystem {
        RealPrometheus(PrometheusLab lab) {
            super(lab, "prom");
            PrometheusLab.await(
                    "nothing firing", PATIENCE, () -> lab.run("status").contains("prometheus 1: 0"));
        }
    }
}
