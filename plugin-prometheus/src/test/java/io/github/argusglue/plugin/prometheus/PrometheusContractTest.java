package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager.AlertmanagerFault;
import io.github.argusglue.plugin.prometheus.standin.StandInPrometheus;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.ForgetfulSystem;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the contract of the SPI on type {@code prometheus} with a simulated Prometheus. */
class PrometheusContractTest extends SimulatedServerContract<PrometheusConfig> {
    @Override
    protected SourceAdapterFactory<PrometheusConfig> factory() {
        return new PrometheusAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new SimulatedPrometheus(clock());
    }

    @Override
    protected PrometheusConfig config(FakeSystem system) {
        return new PrometheusConfigBuilder(List.of(((SimulatedPrometheus) system).prometheus.url()))
                .token(TOKEN)
                .direct();
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PartitionedSystem.class, "one answer has all rules",
                PagedSystem.class, "the list of rules is one answer",
                UnreadableSystem.class, "Prometheus checks its rules; RuleIndexTest has invalid ones",
                AcknowledgingSystem.class, "Prometheus has no acknowledgements");
    }

    /** {@code PrometheusAdapterTest} has what Prometheus cannot tell. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(HeldContract.class);
    }

    private static final class SimulatedPrometheus implements ForgetfulSystem {
        private final SettableClock clock;
        private final StandInPrometheus prometheus;

        SimulatedPrometheus(SettableClock clock) {
            this.clock = clock;
            this.prometheus = StandInPrometheus.start(clock);
        }

        @Override
        public void open(String problem) {
            clock.advance(Duration.ofSeconds(2));
            prometheus.fire(labels(problem), Map.of("summary", "problem"));
        }

        private static Map<String, String> labels(String problem) {
            return Map.of("alertname", "Problem", "name", problem);
        }

        @Override
        public void end(String problem) {
            clock.advance(Duration.ofSeconds(2));
            prometheus.resolve(labels(problem));
        }

        /** The rule is removed; nobody knows whether it would still fire. */
        @Override
        public void forget(String problem) {
            prometheus.delete("Problem");
        }

        @Override
        public void change(String problem) {
            prometheus.fire(labels(problem), Map.of("summary", "worse problem"));
        }

        @Override
        public void inject(Failure failure) {
            prometheus.fault(fault(failure));
        }

        @Override
        public void recover() {
            prometheus.fault(AlertmanagerFault.NONE);
        }

        @Override
        public int requests() {
            return prometheus.requests().size();
        }

        @Override
        public List<String> secrets() {
            return List.of(TOKEN);
        }

        @Override
        public void close() {
            prometheus.close();
        }
    }
}
