package io.github.argusglue.plugin.zino;

import io.github.argusglue.plugin.zino.FeedbackConfig.AcknowledgeState;
import io.github.argusglue.plugin.zino.standin.StandInZino;
import io.github.argusglue.plugin.zino.standin.StandInZino.ZinoFault;
import io.github.argusglue.spi.Alert;
import io.github.argusglue.spi.OpenIncident;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.Tag;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.ForgetfulSystem;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.HistoryContract;
import io.github.argusglue.spi.testing.HistorySystem;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the contract of the SPI with a simulated Zino. */
class ZinoContractTest extends SourceAdapterFailureContract<ZinoConfig>
        implements FeedbackContract, HistoryContract, EndingsContract, PartialContract, AdoptContract {

    @Override
    protected SourceAdapterFactory<ZinoConfig> factory() {
        return new ZinoAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new SimulatedZino(clock());
    }

    @Override
    protected ZinoConfig config(FakeSystem system) {
        ZinoConfigBuilder config = ZinoConfigBuilder.of(((SimulatedZino) system).zino);
        config.acknowledge = AcknowledgeState.WORKING;
        config.tickets = true;
        return config.build();
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PartitionedSystem.class, "one list has all cases",
                PagedSystem.class, "the list of cases is one answer",
                AcknowledgingSystem.class, "Zino has no acknowledgements, only states of cases");
    }

    @Override
    protected Map<FakeSystem.Failure, String> impossibleFailures() {
        return Map.of(
                FakeSystem.Failure.ANSWERS_ERROR, "Zino has no status for an error of its own",
                FakeSystem.Failure.ANSWERS_NOTHING, "an empty list of cases is what Zino answers if there are none");
    }

    /** A lost case never comes back, so {@code ZinoAdapterTest} has the tests of held alerts. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(HeldContract.class);
    }

    /** Returns what zino-argus-glue, the program before this one, has created. */
    @Override
    public OpenIncident incidentOfOtherProgram(Alert alert) {
        List<Tag> tags = new ArrayList<>();
        alert.tags().stream()
                .filter(tag -> tag.key().equals("host"))
                .map(tag -> Tag.of("host", tag.value()))
                .forEach(tags::add);
        tags.add(Tag.of("event_type", "reachability"));
        return OpenIncident.of(
                CaseIds.number(alert.id()).orElseThrow() + "", alert.startedAt(), "text", tags, Map.of(), null);
    }

    private static final class SimulatedZino implements UnreadableSystem, HistorySystem, ForgetfulSystem {
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
                        default -> throw new UnsupportedOperationException(failure.name());
                    });
        }

        @Override
        public void makeUnreadable(String problem) {
            zino.failOn(number(problem), true);
            zino.announceRaw(number(problem) + " attr priority");
        }

        @Override
        public void addLine(String problem, String person, String text) {
            zino.note(number(problem), person, text);
        }

        @Override
        public void forget(String problem) {
            zino.lose(number(problem));
        }

        @Override
        public void recover() {
            zino.fault(ZinoFault.NONE);
            numbers.values().stream().filter(zino::isOpen).forEach(number -> zino.failOn(number, false));
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
