package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.classic.ClassicConfig;
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

/** Runs the contract of the SPI with a simulated Central (classic), whose problems are alerts. */
class ClassicContractTest extends SourceAdapterFailureContract<ClassicConfig>
        implements FeedbackContract, WebhookContract, PartialContract, ScopeContract {

    @Override
    protected SourceAdapterFactory<ClassicConfig> factory() {
        return new ClassicCentralAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new Alerts(clock());
    }

    @Override
    protected ClassicConfig config(FakeSystem system) {
        return ((ClassicSystem) system).config();
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                AcknowledgingSystem.class, "an acknowledgement has no text; ClassicAdapterTest has them",
                UnreadableSystem.class, "ClassicAdapterTest has rows without an id");
    }

    /** {@code ClassicAdapterTest} and {@code ClassicApContractTest} have them. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(AcknowledgementContract.class, EndingsContract.class, HeldContract.class);
    }

    /** Problems are alerts, except those in the list of access points. */
    private static final class Alerts extends ClassicSystem implements PartitionedSystem {
        private static final String APS = "aps";

        private final Map<String, String> ids = new HashMap<>();

        Alerts(SettableClock clock) {
            super(clock);
        }

        @Override
        String alert(String problem) {
            return ids.getOrDefault(problem, "");
        }

        @Override
        public void open(String problem) {
            ids.put(problem, central.open(8, "AP CPU Over Utilized", "CN0", "CPU of ap-0 is high: " + problem));
        }

        @Override
        public void end(String problem) {
            central.closeAlert(alert(problem));
        }

        @Override
        public void change(String problem) {
            central.severity(alert(problem), "Critical");
        }

        @Override
        public List<String> lists() {
            return List.of(APS, "notifications");
        }

        @Override
        public void openIn(String list, String problem) {
            if (list.equals(APS)) {
                central.addAp("CN" + problem, problem, "Idrettsbygget");
                central.setAp("CN" + problem, "Down");
            } else {
                open(problem);
            }
        }

        @Override
        public void injectInto(String list, Failure failure) {
            central.fault(list, Aos8ContractTest.fault(failure));
        }

        @Override
        public Object feedbackState(String problem) {
            return central.acknowledgedBy(alert(problem));
        }
    }
}
