package io.github.argusglue.plugin.generic;

import io.github.argusglue.plugin.generic.input.InputConfig;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract of the SPI with a file that has what is open. */
class FileContractTest extends InputContract<FileContractTest.AlertFile> {
    FileContractTest() {
        super(AlertFile.class);
    }

    @Override
    AlertFile system(Path folder) throws IOException {
        return new AlertFile(clock(), folder);
    }

    @Override
    InputConfig input(AlertFile system) {
        return new InputConfig(
                List.of(), Map.of(), Duration.ofSeconds(5), Optional.of(system.file), Optional.empty(), ".json", false);
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return CommandContractTest.MISSING;
    }

    @Override
    protected Map<FakeSystem.Failure, String> impossibleFailures() {
        return Map.of(
                FakeSystem.Failure.REFUSES_CREDENTIALS, "permissions of files do not exist for root, who may run tests",
                FakeSystem.Failure.HANGS, "reading a file does not wait",
                FakeSystem.Failure.ANSWERS_ERROR, "a file has no status of its own");
    }

    static final class AlertFile extends WrittenAlerts {
        private final Path file;
        private FileTime written = FileTime.from(Instant.EPOCH);
        private String text = "";

        AlertFile(SettableClock clock, Path dir) throws IOException {
            super(clock);
            this.file = dir.resolve("alerts.json");
            write();
        }

        @Override
        void write() throws IOException {
            text = picture();
            write(text);
        }

        private void write(String content) throws IOException {
            replace(file, content);
            // A read moves the time of access if that is not after the time of the last change.
            Files.setAttribute(file, "lastAccessTime", FileTime.from(Instant.EPOCH));
            written = (FileTime) Files.getAttribute(file, "lastAccessTime");
        }

        @Override
        public void inject(Failure failure) {
            try {
                switch (failure) {
                    case DOWN -> Files.delete(file);
                    case ANSWERS_INVALID -> write("<html>");
                    case ANSWERS_NOTHING -> write("{}");
                    case TRUNCATES_ANSWERS -> write(text.substring(0, text.length() / 2));
                    default -> throw new UnsupportedOperationException(failure.name());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int requests() {
            try {
                return Files.getAttribute(file, "lastAccessTime").equals(written) ? 0 : 1;
            } catch (IOException e) {
                return 0;
            }
        }
    }
}
