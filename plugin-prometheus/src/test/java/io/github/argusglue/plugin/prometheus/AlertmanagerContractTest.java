package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager.AlertmanagerFault;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the contract of the SPI with a simulated Alertmanager. */
class AlertmanagerContractTest extends SourceAdapterFailureContract<AlertmanagerConfig> {
    private static final String TOKEN = "sesame-open-up";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-29T00:59:00.733Z"));

    @Override
    protected SourceAdapterFactory<AlertmanagerConfig> factory() {
        return new AlertmanagerAdapterFactory();
    }

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected FakeSystem system() {
        return new SimulatedAlertmanager(clock);
    }

    @Override
    protected AlertmanagerConfig config(FakeSystem system) {
        List<URI> urls = ((SimulatedAlertmanager) system).alertmanager.urls();
        return new PrometheusConfigBuilder(urls).token(TOKEN).silenceAcks().build();
    }

    private static final class SimulatedAlertmanager implements FakeSystem {
        private final SettableClock clock;
        private final StandInAlertmanager alertmanager;
        private final Map<String, String> fingerprints = new HashMap<>();

        SimulatedAlertmanager(SettableClock clock) {
            this.clock = clock;
            this.alertmanager = StandInAlertmanager.start(clock);
            alertmanager.fireWatchdog();
        }

        @Override
        public void open(String problem) {
            clock.advance(Duration.ofSeconds(2));
            fingerprints.put(problem, alertmanager.fire(labels(problem), Map.of("summary", "problem")));
        }

        private static Map<String, String> labels(String problem) {
            return Map.of("alertname", "Problem", "name", problem, "severity", "critical");
        }

        @Override
        public void end(String problem) {
            clock.advance(Duration.ofSeconds(2));
            alertmanager.resolve(fingerprints.getOrDefault(problem, "none"));
        }

        @Override
        public void change(String problem) {
            alertmanager.fire(labels(problem), Map.of("summary", "worse problem"));
        }

        @Override
        public void inject(Failure failure) {
            alertmanager.fault(
                    0,
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
            alertmanager.fault(0, AlertmanagerFault.NONE);
        }

        @Override
        public Object feedbackState(String problem) {
            return List.of(alertmanager.silenceComments(), alertmanager.silenceEnds());
        }

        @Override
        public int requests() {
            return alertmanager.requests().size();
        }

        @Override
        public List<String> secrets() {
            return List.of(TOKEN);
        }

        @Override
        public void close() {
            alertmanager.close();
        }
    }
}
