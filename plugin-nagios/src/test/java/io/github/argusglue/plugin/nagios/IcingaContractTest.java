package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.OpenConfig.Policy;
import io.github.argusglue.plugin.nagios.standin.StandInComment;
import io.github.argusglue.plugin.nagios.standin.StandInIcinga;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.config.HttpEndpoint;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
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
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.StreamContract;
import io.github.argusglue.spi.testing.SuppressingSystem;
import io.github.argusglue.spi.testing.SuppressionContract;
import io.github.argusglue.spi.testing.UncertainSystem;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of the SPI with a simulated Icinga 2. */
class IcingaContractTest extends SourceAdapterFailureContract<IcingaConfig>
        implements FeedbackContract,
                AcknowledgementContract,
                HistoryContract,
                EndingsContract,
                HeldContract,
                SuppressionContract {
    @TempDir
    private Path folder;

    @Override
    protected SourceAdapterFactory<IcingaConfig> factory() {
        return new IcingaAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        return new SimulatedIcinga(clock());
    }

    @Override
    protected IcingaConfig config(FakeSystem system) {
        StandInIcinga icinga = ((SimulatedIcinga) system).icinga;
        try {
            Path authority = Files.writeString(Files.createTempFile(folder, "authority", ".pem"), icinga.authority());
            HttpAccess access = HttpAccess.builder()
                    .timeout(Duration.ofSeconds(5))
                    .caFile(authority)
                    .serverName(StandInIcinga.NODE_NAME)
                    .basic(StandInIcinga.USER, Secret.of(StandInIcinga.PASSWORD))
                    .build();
            return config(HttpEndpoint.of(icinga.url(), access));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a configuration with everything switched on. */
    static IcingaConfig config(HttpEndpoint endpoint) {
        return new IcingaConfig(
                endpoint,
                new AlertConfig(
                        new OpenConfig(false, Policy.HOLD, Policy.HOLD, Policy.SHOW, Policy.HOLD, Policy.SHOW),
                        new DisplayConfig(
                                Map.of(),
                                "ARGUS_LEVEL",
                                List.of(DisplayConfig.TagKind.values()),
                                List.of(),
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        true,
                        true,
                        true));
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PagedSystem.class, "one answer has all objects",
                UnreadableSystem.class, "Icinga returns all attributes that were asked for, or refuses the request");
    }

    /** {@code IcingaBackendTest} has the events; only the type {@code nagios} has incidents to adopt. */
    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(StreamContract.class, AdoptContract.class);
    }

    /** A problem is a service, except that of the list of hosts. */
    private static final class SimulatedIcinga
            implements PartitionedSystem,
                    AcknowledgingSystem,
                    HistorySystem,
                    ForgetfulSystem,
                    UncertainSystem,
                    SuppressingSystem {
        private static final String HOST = "web1";

        private final SettableClock clock;
        private final StandInNagios daemon;
        final StandInIcinga icinga;
        private Optional<String> uncertain = Optional.empty();

        SimulatedIcinga(SettableClock clock) {
            this.clock = clock;
            this.daemon = new StandInNagios(clock);
            this.icinga = StandInIcinga.start(daemon);
            daemon.addHost(HOST).alias("Web server");
            daemon.set(HOST, "", 0, "PING OK");
            daemon.addHost("in-hosts");
            daemon.set("in-hosts", "", 0, "PING OK");
        }

        /** It is found, the state is saved, and it is checked again. */
        @Override
        public void open(String problem) {
            daemon.addService(HOST, problem).maxAttempts(1);
            daemon.set(HOST, problem, 0, "OK");
            clock.advance(Duration.ofSeconds(10));
            daemon.set(HOST, problem, 2, "it is bad");
            daemon.retain();
            clock.advance(Duration.ofSeconds(10));
            daemon.set(HOST, problem, 2, "it is bad");
        }

        @Override
        public void end(String problem) {
            clock.advance(Duration.ofSeconds(10));
            daemon.set(HOST, problem, 0, "OK");
        }

        @Override
        public void change(String problem) {
            clock.advance(Duration.ofSeconds(10));
            daemon.set(HOST, problem, 1, "it is less bad");
        }

        @Override
        public void forget(String problem) {
            daemon.remove(HOST, problem);
        }

        @Override
        public List<String> lists() {
            return List.of("hosts", "services", "comments", "downtimes");
        }

        @Override
        public void openIn(String list, String problem) {
            if (problem.equals("in-hosts")) {
                clock.advance(Duration.ofSeconds(10));
                daemon.setHard(problem, "", 1, "no ping");
            } else {
                open(problem);
                suppress(problem);
            }
        }

        @Override
        public void injectInto(String list, Failure failure) {
            icinga.fail("/v1/objects/" + list, fault(failure));
        }

        @Override
        public void inject(Failure failure) {
            icinga.fail("/", fault(failure));
        }

        private static StandInIcinga.Fault fault(Failure failure) {
            return switch (failure) {
                case DOWN -> StandInIcinga.Fault.DOWN;
                case REFUSES_CREDENTIALS -> StandInIcinga.Fault.REFUSES;
                case HANGS -> StandInIcinga.Fault.HANGS;
                case ANSWERS_ERROR -> StandInIcinga.Fault.RELOADING;
                case ANSWERS_INVALID -> StandInIcinga.Fault.GARBAGE;
                case ANSWERS_NOTHING -> StandInIcinga.Fault.NOTHING;
                case TRUNCATES_ANSWERS -> StandInIcinga.Fault.TRUNCATED;
            };
        }

        /** The daemon crashes, and begins with the state that it saved before the last check. */
        @Override
        public void makeUncertain(String problem) {
            daemon.crash();
            daemon.start();
            uncertain = Optional.of(problem);
        }

        @Override
        public void recover() {
            icinga.recover();
            uncertain.ifPresent(problem -> daemon.set(HOST, problem, 2, "it is bad"));
        }

        private void command(String name, String problem, String arguments) {
            daemon.apply("[" + daemon.now() + "] " + name + ";" + HOST + ";" + problem + ";" + arguments);
        }

        @Override
        public void suppress(String problem) {
            command("SCHEDULE_SVC_DOWNTIME", problem, daemon.now() + ";" + (daemon.now() + 7200) + ";1;0;0;ola;work");
        }

        @Override
        public void unsuppress(String problem) {
            daemon.downtimes().forEach(downtime -> daemon.apply("[0] DEL_SVC_DOWNTIME;" + downtime.id()));
        }

        @Override
        public void acknowledge(String problem, String person, String text) {
            command("ACKNOWLEDGE_SVC_PROBLEM", problem, "2;0;0;" + person + ";" + text);
        }

        @Override
        public boolean isAcknowledgedBy(String problem, String person) {
            return daemon.object(HOST, problem).check.acknowledgement != 0
                    && daemon.comments(HOST, problem).stream()
                            .filter(comment -> comment.entryType() == 4)
                            .anyMatch(comment -> comment.author().equals(person));
        }

        @Override
        public void unacknowledge(String problem, String person) {
            daemon.apply("[0] REMOVE_SVC_ACKNOWLEDGEMENT;" + HOST + ";" + problem);
        }

        @Override
        public boolean failAcknowledgements() {
            icinga.fail("/v1/objects/comments", StandInIcinga.Fault.RELOADING);
            return true;
        }

        @Override
        public void addLine(String problem, String person, String text) {
            command("ADD_SVC_COMMENT", problem, "1;" + person + ";" + text);
        }

        @Override
        public Object feedbackState(String problem) {
            List<String> comments = daemon.comments(HOST, problem).stream()
                    .map(StandInComment::toString)
                    .toList();
            return List.of(daemon.object(HOST, problem).check.acknowledgement, comments);
        }

        @Override
        public int requests() {
            return icinga.requests().size();
        }

        @Override
        public List<String> secrets() {
            return List.of(StandInIcinga.PASSWORD);
        }

        @Override
        public void close() {
            icinga.close();
        }
    }
}
