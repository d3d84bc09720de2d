package io.github.argusglue.plugin.zino;

import io.github.argusglue.plugin.zino.standin.StandInZino;
import io.github.argusglue.plugin.zino.standin.StandInZino.ZinoFault;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the contract of the SPI with a simulated Zino. */
class ZinoContractTest extends SourceAdapterFailureContract<ZinoConfig> {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-29T00:59:00.733Z"));

    @Override
    protected SourceAdapterFactory<ZinoConfig> factory() {
        return new ZinoAdapterFactory();
    }

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected FakeSystem system() {
        return new SimulatedZino(clock);
    }

    @Override
    protected ZinoConfig config(FakeSystem system) {
        return ZinoConfigBuilder.of(((SimulatedZino) system).zino).build();
    }

    private static final class SimulatedZino implements FakeSystem {
        private final SettableClock clock;
        private final StandInZino zino;
        private final Map<String, Long> numbers = new HashMap<>();

        SimulatedZino(SettableClock clock) {
            this.clock = clock;
            this.zino = StandInZino.start(clock, ZinoConfigBuilder.USER, ZinoConfigBuilder.SECRET);
        }

        @Override
        public void open(String problem) {
            clock.advance(Duration.ofSeconds(2));
            numbers.put(problem, zino.open(problem + "-gw", "reachability", Map.of("reachability", "no-response")));
        }

        private long number(String problem) {
            return numbers.getOrDefault(problem, 0L);
        }

        @Override
        public void end(String problem) {
            clock.advance(Duration.ofSeconds(2));
            zino.setState(number(problem), "closed", "operator");
        }

        @Override
        public void change(String problem) {
            zino.set(number(problem), "priority", "500");
        }

        @Override
        public void inject(Failure failure) {
            zino.fault(
                    switch (failure) {
                        case DOWN -> ZinoFault.DOWN;
                        case REFUSES_CREDENTIALS -> ZinoFault.REFUSES;
                        case HANGS -> ZinoFault.FROZEN;
                        case ANSWERS_INVALID -> ZinoFault.GARBAGE;
                        case TRUNCATES_ANSWERS -> ZinoFault.CUTS;
                    });
        }

        @Override
        public void recover() {
            zino.fault(ZinoFault.NONE);
        }

        @Override
        public Object feedbackState(String problem) {
            return List.of(zino.state(number(problem)), zino.history(number(problem)));
        }

        @Override
        public int requests() {
            return zino.commands().size();
        }

        @Override
        public List<String> secrets() {
            return List.of(ZinoConfigBuilder.SECRET);
        }

        @Override
        public void close() {
            zino.close();
        }
    }
}
