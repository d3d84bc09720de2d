package io.github.argusglue.plugin.generic;

import io.github.argusglue.plugin.generic.input.InputConfig;
import io.github.argusglue.spi.config.Secret;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract of the SPI with a command that prints what is open. */
class CommandContractTest extends InputContract<CommandContractTest.PrintedAlerts> {
    static final Map<Class<? extends FakeSystem>, String> MISSING = Map.of(
            PartitionedSystem.class, "one document has all alerts",
            PagedSystem.class, "one document has all alerts",
            UnreadableSystem.class, "a document is valid or not",
            AcknowledgingSystem.class, "what a document says of alerts is tested with POST");

    private static final String TOKEN = "the-token-of-the-api";

    CommandContractTest() {
        super(PrintedAlerts.class);
    }

    @Override
    PrintedAlerts system(Path folder) throws IOException {
        return new PrintedAlerts(clock(), folder);
    }

    @Override
    InputConfig input(PrintedAlerts system) {
        return new InputConfig(
                List.of("/bin/sh", system.script.toString()),
                Map.of("API_TOKEN", Secret.of(TOKEN)),
                Duration.ofSeconds(5),
                Optional.empty(),
                Optional.empty(),
                ".json",
                false);
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return MISSING;
    }

    @Override
    protected Map<FakeSystem.Failure, String> impossibleFailures() {
        return Map.of(FakeSystem.Failure.REFUSES_CREDENTIALS, "a command has an exit code and no reason for it");
    }

    static final class PrintedAlerts extends WrittenAlerts {
        private final Path script;
        private final Path document;
        private final Path runs;
        private String last = "cat \"$document\"";

        PrintedAlerts(SettableClock clock, Path dir) throws IOException {
            super(clock);
            this.script = dir.resolve("script");
            this.document = dir.resolve("document");
            this.runs = Files.createFile(dir.resolve("runs"));
            write();
        }

        @Override
        void write() throws IOException {
            replace(document, picture());
            String lines = "document='" + document + "'\necho run >> '" + runs + "'\necho \"token $API_TOKEN\" >&2\n";
            replace(script, lines + last + "\n");
        }

        @Override
        public void inject(Failure failure) {
            last = switch (failure) {
                case DOWN -> "exit 1";
                case HANGS -> "sleep 300";
                case ANSWERS_ERROR -> "cat \"$document\"; exit 2";
                case ANSWERS_INVALID -> "echo '<html>'";
                case ANSWERS_NOTHING -> "echo '{}'";
                case TRUNCATES_ANSWERS -> "head -c $(($(wc -c < \"$document\") / 2)) \"$document\"";
                default -> throw new UnsupportedOperationException(failure.name());
            };
            save();
        }

        @Override
        public void recover() {
            last = "cat \"$document\"";
            save();
        }

        @Override
        public int requests() {
            try {
                return Files.readAllLines(runs).size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<String> secrets() {
            return List.of(TOKEN);
        }
    }
}
