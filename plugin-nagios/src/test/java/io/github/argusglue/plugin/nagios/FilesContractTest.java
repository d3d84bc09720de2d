package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.standin.StatusFiles;
import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.config.HttpAccess;
import io.github.argusglue.spi.testing.AbilityContract;
import io.github.argusglue.spi.testing.AcknowledgementContract;
import io.github.argusglue.spi.testing.AdoptContract;
import io.github.argusglue.spi.testing.EndingsContract;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.FeedbackContract;
import io.github.argusglue.spi.testing.HeldContract;
import io.github.argusglue.spi.testing.HistoryContract;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.ResponderContract;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterFailureContract;
import io.github.argusglue.spi.testing.SuppressionContract;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        return NagiosSystem.config(
                files, Optional.empty(), Optional.empty(), HttpAccess.builder().build());
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

    private static final class SimulatedNagios extends NagiosSystem {
        private final StatusFiles files;

        SimulatedNagios(SettableClock clock, Path dir) throws IOException, InterruptedException {
            super(clock);
            this.files = new StatusFiles(nagios, dir);
            // The status of tests is as old as the last change, whatever the clock says.
            Files.writeString(files.config(), "status_update_interval=864000\n", StandardOpenOption.APPEND);
            files.saveAutomatically();
        }

        @Override
        public void open(String problem) {
            advance();
            nagios.addService(HOST, problem);
            nagios.setHard(HOST, problem, 2, "bad");
        }

        @Override
        public void inject(Failure failure) {
            switch (failure) {
                case DOWN -> nagios.stop();
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
            super.recover();
            files.save();
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
        public Object feedbackState(String problem) {
            files.awaitCommands();
            return super.feedbackState(problem);
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
