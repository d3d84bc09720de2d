package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager.AlertmanagerFault;
import io.github.argusglue.plugin.prometheus.standin.StandInPrometheus;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Runs the contract of the SPI on type {@code prometheus} with a simulated Prometheus. */
class PrometheusContractTest extends SourceAdapterFailureContract<PrometheusConfig> {
    private static final String TOKEN = "sesame-open-up";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-29T00:59:00.733Z"));

    @Override
    protected SourceAdapterFactory<PrometheusConfig> factory() {
        return new PrometheusAdapterFactory();
    }

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected FakeSystem system() {
        return new SimulatedPrometheus(clock);
    }

    @Override
    protected PrometheusConfig config(FakeSystem system) {
        return new PrometheusConfigBuilder(List.of(((SimulatedPrometheus) system).prometheus.url()))
                .token(TOKEN)
                .direct();
    }

    private static final class SimulatedPrometheus implements FakeSystem {
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

        @Override
        public void change(String problem) {
            prometheus.fire(labels(problem), Map.of("summary", "worse problem"));
        }

        @Override
        public void inject(Failure failure) {
            prometheus.fault(
                    switch (failure) {
                        case DOWN -> AlertmanagerFault.DOWN;
                        case REFUSES_CREDENTIALS -> AlertmanagerFault.UNAUTHORIZED;
                        case HANGS -> AlertmanagerFault.HANG;
                        case ANSWERS_INVALID -> AlertmanagerFault.GARBAGE;
                        case TRUNCATES_ANSWERS -> AlertmanagerFault.TRUNCATED;
                    });
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
