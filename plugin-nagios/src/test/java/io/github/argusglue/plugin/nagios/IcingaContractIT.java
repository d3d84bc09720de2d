package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.HistoryContract;
import io.github.argusglue.spi.testing.SourceAdapterContract;
import io.github.argusglue.spi.testing.StreamContract;
import io.github.argusglue.spi.testing.SuppressingSystem;
import io.github.argusglue.spi.testing.SuppressionContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Runs the contract of the SPI with a real Icinga 2. All tests share one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IcingaContractIT extends SourceAdapterContract<IcingaConfig>
        implements FeedbackContract, AcknowledgementContract, SuppressionContract {
    private final IcingaLab lab = new IcingaLab(1, 2, Map.of());

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @Override
    protected SourceAdapterFactory<IcingaConfig> factory() {
        return new IcingaAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new RealIcinga(lab);
    }

    @Override
    protected IcingaConfig config(FakeSystem system) {
        return IcingaContractTest.config(lab.endpoint());
    }

    /** {@code IcingaContractTest} and {@code IcingaBackendIT} have them. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(
                StreamContract.class,
                EndingsContract.class,
                HeldContract.class,
                HistoryContract.class,
                AdoptContract.class);
    }

    /** A problem is a service. */
    private static final class RealIcinga implements AcknowledgingSystem, SuppressingSystem {
        private static final String HOST = "host1";

        private final IcingaLab lab;

        RealIcinga(IcingaLab lab) {
            this.lab = lab;
            recover();
            lab.run("mass-ok", "2");
            lab.run("api", "POST", "/v1/actions/remove-comment", "{\"type\": \"Comment\", \"filter\": \"true\"}");
            unsuppress("");
        }

        private static String service(String problem) {
            return problem.equals("one") ? "Service 1" : "Service 2";
        }

        private void set(String problem, String state) {
            lab.run("set", HOST, service(problem), state);
        }

        /** A new occurrence begins in another second than the one before, which no real problem does otherwise. */
        @Override
        public void open(String problem) {
            String lastOk = lab.run("show", HOST, service(problem), "last_state_ok");
            Instant next = Instant.ofEpochSecond((long) Double.parseDouble(lastOk) + 1);
            while (Instant.now().isBefore(next)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            set(problem, "OK");
            set(problem, "CRITICAL");
        }

        @Override
        public void end(String problem) {
            set(problem, "OK");
        }

        @Override
        public void change(String problem) {
            set(problem, "WARNING");
        }

        @Override
        public void inject(Failure failure) {
            if (failure != Failure.DOWN) {
                throw new UnsupportedOperationException("a real Icinga cannot be made " + failure);
            }
            lab.run("end");
        }

        @Override
        public void recover() {
            lab.run("run");
        }

        @Override
        public void suppress(String problem) {
            lab.run("downtime", HOST, service(problem), "7200");
        }

        @Override
        public void unsuppress(String problem) {
            lab.run("api", "POST", "/v1/actions/remove-downtime", "{\"type\": \"Downtime\", \"filter\": \"true\"}");
        }

        @Override
        public void acknowledge(String problem, String person, String text) {
            lab.run("ack", HOST, service(problem), person, text);
        }

        @Override
        public boolean isAcknowledgedBy(String problem, String person) {
            return !lab.run("show", HOST, service(problem), "acknowledgement").equals("0")
                    && lab.run("comments", HOST, service(problem)).contains("4 " + person + ": ");
        }

        @Override
        public void unacknowledge(String problem, String person) {
            lab.run("unack", HOST, service(problem));
        }

        /** Acknowledgements without their comments would be those of nobody, so the snapshot fails as a whole. */
        @Override
        public boolean failAcknowledgements() {
            return false;
        }

        @Override
        public Object feedbackState(String problem) {
            return List.of(
                    lab.run("show", HOST, service(problem), "acknowledgement"),
                    lab.run("comments", HOST, service(problem)));
        }

        @Override
        public void close() {
            recover();
        }
    }
}
