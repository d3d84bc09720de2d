package io.github.argusglue.plugin.nagios;

import io.github.argusglue.plugin.nagios.standin.StatusFiles;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What every way to read a daemon has to do, by its files. */
final class FilesRulesTest extends RemoteBackendRules {
    @TempDir
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private StatusFiles files;

    @Override
    protected Backend newBackend() throws Exception {
        files = new StatusFiles(nagios, dir);
        FilesConfig config = new FilesConfig(
                Optional.of(files.config()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Saving(new FilesBackend(config, context), files);
    }

    @AfterEach
    void closeFiles() throws IOException {
        files.close();
    }

    /**
     * Reads when the daemon has just saved its status.
     *
     * @param backend what reads it
     * @param files the files of the daemon
     */
    private record Saving(FilesBackend backend, StatusFiles files) implements Backend {
        @Override
        public String name() {
            return backend.name();
        }

        @Override
        public void start(Runnable changed) throws SourceException, InterruptedException {
            backend.start(changed);
        }

        @Override
        public Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException {
            files.save();
            return backend.read(watched);
        }

        @Override
        public boolean knows(ObjectKey key) {
            return backend.knows(key);
        }

        @Override
        public Optional<Commands> commands() {
            return backend.commands();
        }

        @Override
        public Health health() {
            return backend.health();
        }

        @Override
        public void close() {
            backend.close();
        }
    }
}
