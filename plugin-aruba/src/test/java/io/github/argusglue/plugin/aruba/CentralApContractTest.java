package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.central.CentralConfig;
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
import java.util.Map;
import java.util.Set;

/** Runs the contract of the SPI with a simulated New Central, whose problems are access points that are down. */
class CentralApContractTest extends SourceAdapterFailureContract<CentralConfig>
        implements WebhookContract, EndingsContract, HeldContract {

    @Override
    protected SourceAdapterFactory<CentralConfig> factory() {
        return new CentralAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new AccessPoints(clock());
    }

    @Override
    protected CentralConfig config(FakeSystem system) {
        return CentralSystem.config(((CentralSystem) system).central());
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PartitionedSystem.class, "CentralContractTest has both lists",
                UnreadableSystem.class, "CentralContractTest has rows without an id",
                AcknowledgingSystem.class, "nobody acknowledges access points");
    }

    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(FeedbackContract.class, PartialContract.class, ScopeContract.class);
    }

    private static final class AccessPoints extends CentralSystem implements ForgetfulSystem, UncertainSystem {
        private String uncertain = "";
        private final SettableClock clock;

        AccessPoints(SettableClock clock) {
            super(clock);
            this.clock = clock;
        }

        @Override
        String id(String problem) {
            return "CN" + problem;
        }

        /** One that went down twice in a second would be one occurrence. */
        @Override
        public void open(String problem) {
            clock.advance(Duration.ofSeconds(1));
            central().addAp(id(problem), problem, "Biblioteket");
            central().down(id(problem));
        }

        @Override
        public void end(String problem) {
            central().up(id(problem));
        }

        @Override
        public void change(String problem) {
            central().move(id(problem), "Idrettsbygget");
        }

        @Override
        public void forget(String problem) {
            central().removeAp(id(problem));
        }

        @Override
        public void makeUncertain(String problem) {
            uncertain = problem;
            central().status(id(problem), "PENDING", clock.instant());
        }

        @Override
        public void recover() {
            super.recover();
            if (!uncertain.isEmpty()) {
                central().down(id(uncertain));
            }
        }
    }
}
