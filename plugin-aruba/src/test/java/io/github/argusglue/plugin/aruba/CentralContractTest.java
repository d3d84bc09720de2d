package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.central.CentralConfig;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.ScopeContract;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.UnreadableSystem;
import io.github.argusglue.spi.testing.WebhookContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the contract of the SPI with a simulated New Central, whose problems are alerts. */
class CentralContractTest extends SourceAdapterFailureContract<CentralConfig>
        implements FeedbackContract, WebhookContract, PartialContract, ScopeContract {

    @Override
    protected SourceAdapterFactory<CentralConfig> factory() {
        return new CentralAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new Alerts(clock());
    }

    @Override
    protected CentralConfig config(FakeSystem system) {
        return CentralSystem.config(((CentralSystem) system).central());
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(AcknowledgingSystem.class, "a deferral has no text; CentralAdapterTest has deferred alerts");
    }

    /** {@code CentralAdapterTest} and {@code CentralApContractTest} have them. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(AcknowledgementContract.class, EndingsContract.class, HeldContract.class);
    }

    /** Problems are alerts, except those in the list of access points. */
    private static final class Alerts extends CentralSystem implements PartitionedSystem, UnreadableSystem {
        private static final String APS = "aps";

        private final Map<String, String> ids = new HashMap<>();

        Alerts(SettableClock clock) {
            super(clock);
        }

        @Override
        String id(String problem) {
            return ids.getOrDefault(problem, "");
        }

        @Override
        public void open(String problem) {
            ids.put(
                    problem,
                    central().raise("102", "AP CPU Utilization", "System", "Major", "high on ap-0 " + problem));
        }

        @Override
        public void end(String problem) {
            central().setStatus(id(problem), "Cleared", null);
        }

        @Override
        public void change(String problem) {
            central().change(id(problem), alert -> alert.saying("very high on ap-0 " + problem));
        }

        @Override
        public List<String> lists() {
            return List.of(APS, "alerts");
        }

        @Override
        public void openIn(String list, String problem) {
            if (list.equals(APS)) {
                central().addAp("CN" + problem, problem, "Idrettsbygget");
                central().down("CN" + problem);
            } else {
                open(problem);
            }
        }

        @Override
        public void injectInto(String list, Failure failure) {
            central().fault(list, fault(failure));
        }

        @Override
        public void makeUnreadable(String problem) {
            central().change(id(problem), alert -> alert.withId(""));
        }

        @Override
        public void recover() {
            super.recover();
            ids.values().forEach(id -> central().change(id, alert -> alert.withId(id)));
        }

        @Override
        public Object feedbackState(String problem) {
            return central().status(id(problem));
        }
    }
}
