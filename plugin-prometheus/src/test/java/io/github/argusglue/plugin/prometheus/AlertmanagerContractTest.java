package io.github.argusglue.plugin.prometheus;

import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager;
import io.github.argusglue.plugin.prometheus.standin.StandInAlertmanager.AlertmanagerFault;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.WebhookRequest;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.UnreadableSystem;
import io.github.argusglue.spi.testing.WebhookContract;
import io.github.argusglue.spi.testing.WebhookSystem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the contract of the SPI with a simulated Alertmanager. */
class AlertmanagerContractTest extends SimulatedServerContract<AlertmanagerConfig>
        implements FeedbackContract, AcknowledgementContract, WebhookContract {
    @Override
    protected SourceAdapterFactory<AlertmanagerConfig> factory() {
        return new AlertmanagerAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new SimulatedAlertmanager(clock());
    }

    @Override
    protected AlertmanagerConfig config(FakeSystem system) {
        List<URI> urls = ((SimulatedAlertmanager) system).alertmanager.urls();
        return new PrometheusConfigBuilder(urls)
                .token(TOKEN)
                .silenceAcks()
                .ackSilenced()
                .build();
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PartitionedSystem.class, "one list has all alerts",
                PagedSystem.class, "the list of alerts is one answer",
                UnreadableSystem.class, "Alertmanager checks what it receives; AlertListReaderTest has invalid alerts");
    }

    /** {@code AlertmanagerAdapterTest} and {@code WebhookTest} have what Alertmanager cannot tell. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(HeldContract.class, PartialContract.class);
    }

    private static final class SimulatedAlertmanager implements AcknowledgingSystem, WebhookSystem {
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
            alertmanager.fault(0, fault(failure));
        }

        @Override
        public void recover() {
            alertmanager.fault(0, AlertmanagerFault.NONE);
        }

        @Override
        public void acknowledge(String problem, String person, String text) {
            alertmanager.silence(labels(problem), person, text, Duration.ofHours(1));
        }

        @Override
        public boolean isAcknowledgedBy(String problem, String person) {
            return alertmanager.silencers().contains(person);
        }

        @Override
        public void unacknowledge(String problem, String person) {
            alertmanager.endSilencesOf(person);
        }

        /** Alerts without their silences would be alerts that nobody silenced, so the snapshot fails as a whole. */
        @Override
        public boolean failAcknowledgements() {
            return false;
        }

        @Override
        public WebhookRequest webhook(String problem) {
            String body = "{\"receiver\":\"argus\",\"status\":\"firing\",\"alerts\":[{\"status\":\"firing\",\"labels\":"
                    + "{\"alertname\":\"Problem\",\"name\":\"" + problem + "\",\"severity\":\"critical\"},"
                    + "\"annotations\":{\"summary\":\"problem\"},\"startsAt\":\"" + clock.instant()
                    + "\",\"endsAt\":\"0001-01-01T00:00:00Z\",\"generatorURL\":\"http://prom/graph\",\"fingerprint\":\""
                    + fingerprints.get(problem) + "\"}],\"groupLabels\":{},\"commonLabels\":{},"
                    + "\"externalURL\":\"http://am\",\"version\":\"4\",\"groupKey\":\"{}:{}\",\"truncatedAlerts\":0}";
            return WebhookRequest.of(Map.of(), body.getBytes(StandardCharsets.UTF_8));
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
