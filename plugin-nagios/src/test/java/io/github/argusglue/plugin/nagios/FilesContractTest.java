package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.alert.DisplayConfig;
import io.github.argusglue.plugin.nagios.alert.FeedbackConfig;
import io.github.argusglue.plugin.nagios.alert.OpenConfig;
import io.github.argusglue.plugin.nagios.alert.Policy;
import io.github.argusglue.plugin.nagios.files.FilesConfig;
import io.github.argusglue.plugin.nagios.standin.StandInComment;
import io.github.argusglue.plugin.nagios.standin.StandInNagios;
import io.github.argusglue.plugin.nagios.standin.StatusFiles;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
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
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.ResponderContract;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.SuppressingSystem;
import io.github.argusglue.spi.testing.SuppressionContract;
import io.github.argusglue.spi.testing.UncertainSystem;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of the SPI with a simulated Nagios that is read by its files. */
class FilesContractTest extends SourceAdapterFailureContract<NagiosConfig>
        implements FeedbackContract, AcknowledgementContract, SuppressionContract, EndingsContract, HeldContract {
    @TempDir
    Path dir;

    @Override
    protected SourceAdapterFactory<NagiosConfig> factory() {
        return new NagiosAdapterFactory();
    }

    @Override
    protected FakeSystem system() {
        try {
            return new SimulatedNagios(clock(), Files.createTempDirectory(dir, "nagios"));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected NagiosConfig config(FakeSystem system) {
        FilesConfig files = new FilesConfig(
                Optional.of(((SimulatedNagios) system).files.config()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        OpenConfig open = new OpenConfig(false, Policy.HOLD, Policy.HOLD, Policy.SHOW, Policy.HOLD, Policy.SHOW);
        DisplayConfig display = new DisplayConfig(
                Map.of(),
                "ARGUS_LEVEL",
                List.of(DisplayConfig.TagKind.HOST, DisplayConfig.TagKind.SERVICE),
                List.of(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new NagiosConfig(
                NagiosConfig.ReadFrom.AUTO,
                files,
                Optional.empty(),
                Optional.empty(),
                HttpAccess.builder().build(),
                open,
                display,
                new FeedbackConfig(true, true, true));
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PartitionedSystem.class, "one file has all problems",
                PagedSystem.class, "one file has all problems",
                UnreadableSystem.class, "who may read the file may read all of it");
    }

    @Override
    protected Map<FakeSystem.Failure, String> impossibleFailures() {
        return Map.of(
                FakeSystem.Failure.REFUSES_CREDENTIALS, "permissions of files do not exist for root, who may run tests",
                FakeSystem.Failure.HANGS, "reading a file does not wait for the daemon",
                FakeSystem.Failure.ANSWERS_ERROR, "a file has no status of its own");
    }

    @Override
    protected Set<Class<? extends AbilityContract>> testedElsewhere() {
        return Set.of(AdoptContract.class, ResponderContract.class, HistoryContract.class);
    }

    private static final class SimulatedNagios
            implements AcknowledgingSystem, SuppressingSystem, UncertainSystem, ForgetfulSystem {
        private static final String HOST = "web1";

        private final SettableClock clock;
        private final StandInNagios nagios;
        private final StatusFiles files;
        private final Set<String> uncertain = new HashSet<>();
        private boolean isStopped;

        SimulatedNagios(SettableClock clock, Path dir) throws IOException, InterruptedException {
            this.clock = clock;
            this.nagios = new StandInNagios(clock);
            nagios.addHost(HOST);
            nagios.set(HOST, "", 0, "fine");
            this.files = new StatusFiles(nagios, dir);
            // The status of tests is as old as the last change, whatever the clock says.
            Files.writeString(files.config(), "status_update_interval=864000\n", StandardOpenOption.APPEND);
            files.saveAutomatically();
        }

        @Override
        public void open(String problem) {
            clock.advance(Duration.ofSeconds(2));
            nagios.addService(HOST, problem);
            nagios.setHard(HOST, problem, 2, "bad");
        }

        @Override
        public void end(String problem) {
            clock.advance(Duration.ofSeconds(2));
            nagios.set(HOST, problem, 0, "fine");
        }

        @Override
        public void change(String problem) {
            clock.advance(Duration.ofSeconds(2));
            nagios.set(HOST, problem, 1, "better");
        }

        @Override
        public void inject(Failure failure) {
            switch (failure) {
                case DOWN -> {
                    isStopped = true;
                    nagios.stop();
                }
                case ANSWERS_INVALID -> files.distort(content -> new byte[content.length]);
                case ANSWERS_NOTHING ->
                    files.distort(content ->
                            ("info {\n\tcreated=" + nagios.now() + "\n\t}\n\n").getBytes(StandardCharsets.UTF_8));
                case TRUNCATES_ANSWERS -> files.distort(content -> Arrays.copyOf(content, content.length / 2));
                default -> throw new UnsupportedOperationException(failure.name());
            }
            files.save();
        }

        @Override
        public void recover() {
            files.distort(content -> content);
            if (isStopped) {
                isStopped = false;
                nagios.start();
            }
            uncertain.forEach(problem -> nagios.apply("[1] ENABLE_SVC_NOTIFICATIONS;" + HOST + ";" + problem));
            uncertain.clear();
            files.save();
        }

        @Override
        public void acknowledge(String problem, String person, String text) {
            nagios.apply("[1] ACKNOWLEDGE_SVC_PROBLEM;" + HOST + ";" + problem + ";2;0;0;" + person + ";" + text);
        }

        @Override
        public boolean isAcknowledgedBy(String problem, String person) {
            return nagios.object(HOST, problem).check.acknowledgement > 0
                    && nagios.comments(HOST, problem).stream()
                            .anyMatch(comment ->
                                    comment.entryType() == 4 && comment.author().equals(person));
        }

        @Override
        public void unacknowledge(String problem, String person) {
            nagios.apply("[1] REMOVE_SVC_ACKNOWLEDGEMENT;" + HOST + ";" + problem);
        }

        @Override
        public boolean failAcknowledgements() {
            return false;
        }

        @Override
        public void suppress(String problem) {
            nagios.apply("[1] SCHEDULE_SVC_DOWNTIME;" + HOST + ";" + problem + ";" + nagios.now() + ";"
                    + (nagios.now() + 7_200) + ";1;0;7200;kari;works");
        }

        @Override
        public void unsuppress(String problem) {
            nagios.downtimes().stream()
                    .filter(downtime -> downtime.service().equals(problem))
                    .forEach(downtime -> nagios.apply("[1] DEL_SVC_DOWNTIME;" + downtime.id()));
        }

        /** Returns how many of the files are open, since nothing counts how often they are read. */
        @Override
        public int requests() {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return (int) open.filter(this::isOurs).count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private boolean isOurs(Path descriptor) {
            try {
                Path target = Files.readSymbolicLink(descriptor);
                return target.startsWith(files.config().getParent()) && !target.endsWith("nagios.cmd");
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void makeUncertain(String problem) {
            uncertain.add(problem);
            nagios.apply("[1] DISABLE_SVC_NOTIFICATIONS;" + HOST + ";" + problem);
        }

        @Override
        public void forget(String problem) {
            nagios.remove(HOST, problem);
        }

        @Override
        public Object feedbackState(String problem) {
            files.awaitCommands();
            return nagios.read(() -> nagios.object(HOST, problem).check.acknowledgement
                    + nagios.comments(HOST, problem).stream()
                            .map(StandInComment::text)
                            .collect(Collectors.joining("|", ":", "")));
        }

        @Override
        public void close() {
            try {
                files.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
