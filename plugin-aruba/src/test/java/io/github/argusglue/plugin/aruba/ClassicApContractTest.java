package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.classic.ClassicConfig;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.ForgetfulSystem;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.ScopeContract;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.UncertainSystem;
import io.github.argusglue.spi.testing.UnreadableSystem;
import io.github.argusglue.spi.testing.WebhookContract;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Runs the contract of the SPI with a simulated Central (classic), whose problems are access points that are down. */
class ClassicApContractTest extends SourceAdapterFailureContract<ClassicConfig>
        implements FeedbackContract, WebhookContract, EndingsContract, HeldContract {

    @Override
    protected SourceAdapterFactory<ClassicConfig> factory() {
        return new ClassicCentralAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new AccessPoints(clock());
    }

    @Override
    protected ClassicConfig config(FakeSystem system) {
        return ((ClassicSystem) system).config();
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PartitionedSystem.class, "ClassicContractTest has both lists",
                UnreadableSystem.class, "ClassicAdapterTest has rows without an id",
                AcknowledgingSystem.class, "nobody acknowledges access points");
    }

    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(PartialContract.class, ScopeContract.class);
    }

    /** Central also opens and closes an alert about each, which is not another problem. */
    private static final class AccessPoints extends ClassicSystem implements ForgetfulSystem, UncertainSystem {
        private final Map<String, String> ids = new HashMap<>();
        private String uncertain = "";

        AccessPoints(SettableClock clock) {
            super(clock);
        }

        @Override
        String alert(String problem) {
            return ids.getOrDefault(problem, "");
        }

        private static String serial(String problem) {
            return "CN" + problem;
        }

        /** One that went down twice in a second would be one occurrence. */
        @Override
        public void open(String problem) {
            clock.advance(Duration.ofSeconds(1));
            central.addAp(serial(problem), problem, "Biblioteket");
            central.setAp(serial(problem), "Down");
            ids.put(problem, central.open(4, "AP disconnected", serial(problem), "AP with Name " + problem));
            central.connection(alert(problem), "disconnected");
        }

        @Override
        public void end(String problem) {
            central.setAp(serial(problem), "Up");
            central.closeAlert(alert(problem));
        }

        @Override
        public void change(String problem) {
            central.moveAp(serial(problem), "Idrettsbygget");
        }

        @Override
        public void forget(String problem) {
            central.removeAp(serial(problem));
        }

        @Override
        public void makeUncertain(String problem) {
            uncertain = problem;
            central.setAp(serial(problem), "Pending");
        }

        @Override
        public void recover() {
            super.recover();
            if (!uncertain.isEmpty()) {
                central.setAp(serial(uncertain), "Down");
            }
        }

        @Override
        public Object feedbackState(String problem) {
            return central.acknowledgedBy(alert(problem));
        }
    }
}
