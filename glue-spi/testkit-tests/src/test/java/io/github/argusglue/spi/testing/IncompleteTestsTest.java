package io.github.argusglue.spi.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A test class that leaves something untested fails, and says what is missing. */
final class IncompleteTestsTest {

    @ParameterizedTest
    @CsvSource({
        "accepts feedback, FeedbackContract",
        "reads histories, HistoryContract",
        "receives webhooks, WebhookContract",
        "adopts incidents, AdoptContract",
        "reports endings, EndingsContract",
    })
    void abilityWithoutItsContract(String ability, String contract) {
        String lines = failures(WithoutAbilities.class, "endedProblemIsClosed");
        assertTrue(lines.contains(ability) && lines.contains(contract), lines);
    }

    @ParameterizedTest
    @CsvSource({
        "returns alerts with scopes, ScopeContract",
        "follows event streams, StreamContract",
        "answers webhooks, ResponderContract",
    })
    void abilityOverHttpWithoutItsContract(String ability, String contract) {
        String lines = failures(LanternWithoutAbilities.class, "endedProblemIsClosed");
        assertTrue(lines.contains(ability) && lines.contains(contract), lines);
    }

    @ParameterizedTest
    @CsvSource({
        "failureOfOneListIsNotEmpty, PartitionedSystem",
        "everyPageIsRead, PagedSystem",
        "unreadableObjectIsNotOver, UnreadableSystem",
        "acknowledgementsAreRead, AcknowledgingSystem",
        "systemCountsRequestsAndKnowsItsSecrets, requests() of the system is 0",
    })
    void systemThatShowsNothing(String test, String expected) {
        String lines = failures(WithoutAbilities.class, test);
        assertTrue(lines.contains(expected), lines);
    }

    @Test
    void acknowledgementsInTheSystemNeedTheirContract() {
        String lines = failures(WithoutAcknowledgements.class, "acknowledgementsAreRead");
        assertTrue(lines.contains("implement AcknowledgementContract"), lines);
    }

    private static String failures(Class<?> type, String test) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .selectors(selectMethod(type, test))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .map(IncompleteTestsTest::messages)
                        .orElse(""))
                .collect(Collectors.joining("\n"));
    }

    private static String messages(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        List.of(failure.getSuppressed()).forEach(more -> text.append('\n').append(more.getMessage()));
        return text.toString();
    }

    /** Implements no contract of an ability, and its system only what every system has. */
    static class WithoutAbilities extends SourceAdapterFailureContract<BeaconConfig> {
        @Override
        protected SourceAdapterFactory<BeaconConfig> factory() {
            return new BeaconAdapterFactory();
        }

        @Override
        protected FakeSystem system() {
            return new PlainSystem(new BeaconSystem(clock()));
        }

        @Override
        protected BeaconConfig config(FakeSystem system) {
            BeaconSystem beacon = system instanceof PlainSystem plain ? plain.beacon() : (BeaconSystem) system;
            return new BeaconConfig(beacon, Secret.of(beacon.password()), Fault.NONE);
        }
    }

    /** Implements no contract of an ability. */
    static final class LanternWithoutAbilities extends SourceAdapterContract<LanternConfig> {
        private final SettableClock clock = new SettableClock(Instant.parse("2022-03-27T00:59:00.733Z"));

        @Override
        protected Clock clock() {
            return clock;
        }

        @Override
        protected SourceAdapterFactory<LanternConfig> factory() {
            return new LanternAdapterFactory();
        }

        @Override
        protected FakeSystem system() {
            return new LanternSystem(clock);
        }

        @Override
        protected LanternConfig config(FakeSystem system) {
            return new LanternConfig((LanternSystem) system, LanternFault.NONE);
        }
    }

    /** Has a system with acknowledgements, and no test of them. */
    static final class WithoutAcknowledgements extends WithoutAbilities {
        @Override
        protected FakeSystem system() {
            return new BeaconSystem(clock());
        }
    }

    /** The system in memory without what is optional. */
    record PlainSystem(BeaconSystem beacon) implements FakeSystem {
        @Override
        public void open(String problem) {
            beacon.open(problem);
        }

        @Override
        public void end(String problem) {
            beacon.end(problem);
        }

        @Override
        public void change(String problem) {
            beacon.change(problem);
        }

        @Override
        public void inject(Failure failure) {
            beacon.inject(failure);
        }

        @Override
        public void recover() {
            beacon.recover();
        }

        @Override
        public void close() {
            beacon.close();
        }
    }
}
