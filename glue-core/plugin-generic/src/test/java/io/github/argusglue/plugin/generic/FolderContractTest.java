package io.github.argusglue.plugin.generic;

import io.github.argusglue.plugin.generic.input.InputConfig;
import io.github.argusglue.spi.testing.AcknowledgingSystem;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.PagedSystem;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.PartitionedSystem;
import io.github.argusglue.spi.testing.ScopeContract;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.UnreadableSystem;
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
import java.util.TreeMap;
import java.util.stream.Stream;

/** The contract of the SPI with a folder that has a file for each problem. */
class FolderContractTest extends InputContract<FolderContractTest.AlertFolder>
        implements ScopeContract, PartialContract {
    FolderContractTest() {
        super(AlertFolder.class);
    }

    @Override
    AlertFolder system(Path folder) throws IOException {
        return new AlertFolder(clock(), folder);
    }

    @Override
    InputConfig input(AlertFolder system) {
        return new InputConfig(
                List.of(),
                Map.of(),
                Duration.ofSeconds(5),
                Optional.empty(),
                Optional.of(system.folder),
                ".json",
                false);
    }

    @Override
    protected Map<Class<? extends FakeSystem>, String> missingAbilities() {
        return Map.of(
                PagedSystem.class, "a folder is listed as a whole",
                AcknowledgingSystem.class, "what a document says of alerts is tested with POST");
    }

    @Override
    protected Map<FakeSystem.Failure, String> impossibleFailures() {
        return Map.of(
                FakeSystem.Failure.REFUSES_CREDENTIALS, "permissions of files do not exist for root, who may run tests",
                FakeSystem.Failure.HANGS, "reading a file does not wait",
                FakeSystem.Failure.ANSWERS_INVALID, "what is not valid is one of the files",
                FakeSystem.Failure.ANSWERS_NOTHING, "what is not valid is one of the files",
                FakeSystem.Failure.TRUNCATES_ANSWERS, "what is not valid is one of the files");
    }

    static final class AlertFolder extends WrittenAlerts implements PartitionedSystem, UnreadableSystem {
        private final Path folder;
        private final Map<String, String> files = new TreeMap<>();

        AlertFolder(SettableClock clock, Path folder) throws IOException {
            super(clock);
            this.folder = folder;
            write();
        }

        @Override
        void write() throws IOException {
            Files.createDirectories(folder);
            try (Stream<Path> old = Files.list(folder)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                replace(folder.resolve(file.getKey() + ".json"), file.getValue());
            }
            Files.setAttribute(folder, "lastAccessTime", FileTime.from(Instant.EPOCH));
        }

        @Override
        public void open(String problem) {
            files.put(problem, alert(problem, now(), "disk full"));
            save();
        }

        @Override
        public void end(String problem) {
            now();
            files.remove(problem);
            save();
        }

        @Override
        public void change(String problem) {
            now();
            files.computeIfPresent(problem, (name, alert) -> alert.replace("disk full", "disk fuller"));
            save();
        }

        @Override
        public List<String> lists() {
            return List.of("bergen", "oslo");
        }

        @Override
        public void openIn(String list, String problem) {
            files.put(list, alert(problem, now(), "disk full"));
            save();
        }

        @Override
        public void inject(Failure failure) {
            try {
                try (Stream<Path> all = Files.list(folder)) {
                    for (Path file : all.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
                if (failure == Failure.ANSWERS_ERROR) {
                    Files.writeString(folder, "not a folder");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void injectInto(String list, Failure failure) {
            Path file = folder.resolve(list + ".json");
            try {
                if (failure == Failure.DOWN) {
                    Files.delete(file);
                    Files.createSymbolicLink(file, folder.resolve("gone"));
                } else {
                    replace(file, failure == Failure.ANSWERS_NOTHING ? "{}" : "{\"key\": ");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void makeUnreadable(String problem) {
            injectInto(problem, Failure.ANSWERS_INVALID);
        }

        @Override
        public void recover() {
            try {
                if (Files.isRegularFile(folder)) {
                    Files.delete(folder);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            save();
        }

        @Override
        public int requests() {
            try {
                return Files.getAttribute(folder, "lastAccessTime").equals(FileTime.from(Instant.EPOCH)) ? 0 : 1;
            } catch (IOException e) {
                return 0;
            }
        }
    }
}
