package io.github.argusglue.plugin.aruba;

import io.github.argusglue.plugin.aruba.alert.ApConfig;
import io.github.argusglue.plugin.aruba.aos8.Aos8Config;
import io.github.argusglue.plugin.aruba.standin.StandInAos8;
import io.github.argusglue.plugin.aruba.standin.StandInFault;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.ExchangeLog;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.ForgetfulSystem;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.UncertainSystem;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the contract of the SPI with a simulated Mobility Conductor. */
class Aos8ContractTest extends SourceAdapterFailureContract<Aos8Config> implements EndingsContract, HeldContract {

    @Override
    protected SourceAdapterFactory<Aos8Config> factory() {
        return new Aos8AdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new Conductor(clock());
    }

    @Override
    protected Aos8Config config(FakeSystem system) {
        HttpAccess access = HttpAccess.builder()
                .timeout(Duration.ofSeconds(5))
                .basic(StandInAos8.USER, Secret.of(StandInAos8.PASSWORD))
                .build();
        return new Aos8Config(
                HttpEndpoint.of(((Conductor) system).aos8.url(), access),
                new ApConfig(Duration.ZERO, 3, Optional.empty()));
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PagedSystem.class, "one answer has the whole table",
                PartitionedSystem.class, "there is one command",
                AcknowledgingSystem.class, "nobody acknowledges access points");
    }

    private static final class Conductor implements UnreadableSystem, ForgetfulSystem, UncertainSystem {
        private final SettableClock clock;
        private final StandInAos8 aos8 = StandInAos8.start(ExchangeLog.of("aruba-aos8"));
        private String uncertain = "";
        private String unreadable = "";

        Conductor(SettableClock clock) {
            this.clock = clock;
            aos8.set("ap-0", "Up 3d:4h:10m");
        }

        /** One that went down twice in a second would be one occurrence. */
        @Override
        public void open(String problem) {
            clock.advance(Duration.ofSeconds(1));
            aos8.set(problem, "Down");
        }

        @Override
        public void end(String problem) {
            aos8.set(problem, "Up 10s");
        }

        @Override
        public void change(String problem) {
            aos8.set(problem, "Group", "sports");
        }

        @Override
        public void forget(String problem) {
            aos8.remove(problem);
        }

        @Override
        public void makeUncertain(String problem) {
            uncertain = problem;
            aos8.set(problem, "Upgrading");
        }

        @Override
        public void makeUnreadable(String problem) {
            unreadable = problem;
            List.of("Name", "Wired MAC Address", "Serial #").forEach(column -> aos8.set(problem, column, ""));
        }

        @Override
        public void inject(Failure failure) {
            aos8.fault("", fault(failure));
        }

        @Override
        public void recover() {
            aos8.recover();
            if (!uncertain.isEmpty()) {
                aos8.set(uncertain, "Down");
            }
            if (!unreadable.isEmpty()) {
                aos8.remove(unreadable);
                aos8.set(unreadable, "Down");
            }
        }

        @Override
        public int requests() {
            return aos8.log().size();
        }

        @Override
        public List<String> secrets() {
            return List.of(StandInAos8.PASSWORD, "u1d-", "c00kie-");
        }

        @Override
        public void close() {
            aos8.close();
        }
    }

    static StandInFault fault(FakeSystem.Failure failure) {
        return switch (failure) {
            case DOWN -> StandInFault.DOWN;
            case REFUSES_CREDENTIALS -> StandInFault.REFUSED;
            case HANGS -> StandInFault.HANG;
            case ANSWERS_ERROR -> StandInFault.ERROR;
            case ANSWERS_INVALID -> StandInFault.GARBAGE;
            case ANSWERS_NOTHING -> StandInFault.NOTHING;
            case TRUNCATES_ANSWERS -> StandInFault.TRUNCATED;
        };
    }
}
