package io.github.argusglue.dist.it.chaos;

import io.github.argusglue.dist.it.Folders;
import io.github.argusglue.dist.it.GlueProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Controls the built program: start, kill, suspend and reload. */
final class GlueControl implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(30);

    private final Path folder;
    private @Nullable GlueProcess process;
    private boolean wanted;
    private boolean blocked;

    GlueControl(Path folder) {
        this.folder = folder;
    }

    Path config() {
        return folder.resolve("argus-glue.toml");
    }

    Path state() {
        return folder.resolve("state");
    }

    void write(Path file, String text) {
        try {
            // Atomically, because the program may read it at any time.
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it if it is not running. */
    void start() {
        unblockState();
        wanted = true;
        if (!isAlive()) {
            process = GlueProcess.run(config());
        }
    }

    private boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Returns whether it ended unexpectedly. */
    boolean hasDied() {
        return wanted && !isAlive();
    }

    void kill() {
        wanted = false;
        if (process != null) {
            process.kill();
        }
    }

    /** Stops it and waits until it has ended. */
    void end() {
        wanted = false;
        if (process != null) {
            process.resume();
            process.terminate();
            process.awaitExit(END);
        }
    }

    void pause() {
        if (process != null) {
            process.pause();
        }
    }

    void resume() {
        if (process != null && process.isAlive()) {
            process.resume();
        }
    }

    /** Makes it reload its configuration with SIGHUP. */
    void hangUp() {
        if (process != null && process.isAlive()) {
            process.hangUp();
        }
    }

    /** Runs one of its commands and returns the exit code. */
    int command(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "-c";
        all[1] = config().toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        try (GlueProcess command = GlueProcess.start(folder.resolve("command.log"), all)) {
            return command.awaitExit(Duration.ofMinutes(1));
        }
    }

    void deleteState() {
        unblockState();
        Folders.delete(state());
    }

    /** Makes the state folder read-only, even for root; returns how to undo that. */
    FaultKind.Ending blockState() throws IOException {
        if (!blocked && Files.isDirectory(state())) {
            Files.move(state(), aside());
            Files.createFile(state());
            blocked = true;
        }
        return this::unblockState;
    }

    private void unblockState() {
        if (blocked) {
            blocked = false;
            Folders.delete(state());
            try {
                Files.move(aside(), state());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path aside() {
        return folder.resolve("state-aside");
    }

    /** Returns its process id; 0 if it has not been started. */
    long pid() {
        return process == null ? 0 : process.pid();
    }

    List<String> log() {
        return process == null ? List.of() : process.log();
    }

    @Override
    public void close() {
        if (process != null) {
            process.resume();
            process.close();
        }
    }
}
