package org.example.files;

import io.github.argusglue.spi.SourceAdapterFactory;
import io.github.argusglue.spi.testing.FakeSystem;
import io.github.argusglue.spi.testing.PartialContract;
import io.github.argusglue.spi.testing.RecordCoverage;
import io.github.argusglue.spi.testing.SettableClock;
import io.github.argusglue.spi.testing.SourceAdapterContract;
import io.github.argusglue.spi.testing.UnreadableSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the tests of the kit with a folder. A folder is a real system: it can only be missing. */
class FilesContractTest extends SourceAdapterContract<FilesConfig> implements PartialContract {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-29T00:59:00Z"));

    @Override
    protected SourceAdapterFactory<FilesConfig> factory() {
        return new FilesAdapterFactory();
    }

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected FakeSystem system() {
        return new Folder(clock);
    }

    @Override
    protected FilesConfig config(FakeSystem system) {
        return new FilesConfig(((Folder) system).path, ".alert");
    }

    @Test
    void everyKeyIsKnown() {
        RecordCoverage.assertAllKeys(FilesConfig.class, Set.of("folder", "suffix"));
    }

    /** A folder with a file for each problem. */
    private static final class Folder implements UnreadableSystem {
        private final SettableClock clock;
        private final Path path;

        Folder(SettableClock clock) {
            this.clock = clock;
            try {
                path = Files.createTempDirectory("alerts");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(String problem, String... lines) {
            clock.advance(Duration.ofSeconds(2));
            try {
                Path file = Files.write(path.resolve(problem + ".alert"), List.of(lines));
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void move(Path from, Path to) {
            try {
                Files.move(from, to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Path away() {
            return path.resolveSibling(path.getFileName() + ".away");
        }

        @Override
        public void open(String problem) {
            write(problem, problem + " is full", "host=web1");
        }

        @Override
        public void end(String problem) {
            try {
                Files.delete(path.resolve(problem + ".alert"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void change(String problem) {
            write(problem, problem + " is full again", "host=web1");
        }

        @Override
        public void makeUnreadable(String problem) {
            write(problem, problem + " is full", "severity=dreadful");
        }

        @Override
        public void inject(Failure failure) {
            if (failure != Failure.DOWN) {
                throw new UnsupportedOperationException("a folder cannot be made " + failure);
            }
            move(path, away());
        }

        @Override
        public void recover() {
            if (Files.exists(away())) {
                move(away(), path);
            }
            try (Stream<Path> files = Files.list(path)) {
                for (Path file : files.toList()) {
                    if (Files.readString(file).contains("dreadful")) {
                        open(file.getFileName().toString().replace(".alert", ""));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            recover();
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
