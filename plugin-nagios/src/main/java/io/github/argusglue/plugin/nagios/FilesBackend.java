package io.github.argusglue.plugin.nagios;

import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads status.dat and objects.cache, follows nagios.log, and writes to the command pipe. */
public final class FilesBackend implements Backend {
    private static final String STOPPED = "Nagios is stopped or hangs. Look at its log, and start it";
    private static final String NO_OBJECTS = "the daemon writes it when it starts: check 'objects_file'";

    private final FilesConfig config;
    private final SourceContext context;
    private final Overlay overlay = new Overlay();
    private volatile @Nullable ChangeWatcher watcher;
    private volatile @Nullable StatusFile status;
    /** The last one that was complete. */
    private volatile @Nullable StatusFile accepted;

    private @Nullable ObjectsFile objects;
    private volatile Health objectsHealth = Health.ok();
    private volatile boolean isClosed;

    /** Creates a backend. No I/O. */
    public FilesBackend(FilesConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
    }

    @Override
    public String name() {
        ChangeWatcher started = watcher;
        return started != null
                ? started.files().status().toString()
                : config.statusFile().or(config::configFile).orElseThrow().toString();
    }

    @Override
    public void start(Runnable changed) throws SourceException, InterruptedException {
        if (watcher == null) {
            ChangeWatcher started = new ChangeWatcher(
                    DaemonFiles.of(config),
                    config.perfdataFifo(),
                    overlay,
                    this::isNews,
                    changed,
                    context.threadFactory());
            watcher = started;
            started.start();
        }
        read(Set.of());
    }

    private boolean isNews(Change result) {
        Change known = overlay.find(result.key());
        StatusFile file = accepted;
        return known != null
                ? known.state() != result.state()
                : file != null && file.contradicts(result.key(), result.state());
    }

    @Override
    public Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException {
        ChangeWatcher started = started();
        try {
            StatusFile file = readStatus(started.files());
            started.drain();
            return file.read(watched, objects);
        } catch (IOException e) {
            throw FileFault.of(started.files().status(), e, STOPPED);
        }
    }

    private StatusFile readStatus(DaemonFiles found) throws IOException, SourceException, InterruptedException {
        StatusFile file = status;
        if (file == null || !file.isCurrent()) {
            StatusFile next = StatusFile.read(found.status(), overlay);
            close(file);
            file = next;
            status = file;
        }
        if (isStale(found, file)) {
            throw SourceException.unreachable(
                    "'" + found.status() + "' was written " + age(file).toSeconds()
                            + " s ago, although the daemon does so every "
                            + found.saveInterval().toSeconds() + " s: " + STOPPED,
                    null);
        }
        readObjects(found, file);
        if (file != accepted) {
            requireAll(found, file);
            overlay.statusRead(file.created());
            accepted = file;
        }
        return file;
    }

    private Duration age(StatusFile file) {
        return Duration.between(file.created(), context.clock().instant());
    }

    private boolean isStale(DaemonFiles found, StatusFile file) {
        return age(file).compareTo(found.maxAge()) > 0;
    }

    /** Reads objects.cache if it changed. */
    private void readObjects(DaemonFiles found, StatusFile file) throws SourceException, InterruptedException {
        ObjectsFile configured = objects;
        try {
            FileIdentity now = FileIdentity.of(found.objects());
            // After a reload, the old status.dat belongs to the old objects.cache for a moment.
            long ahead =
                    now.modified().toInstant().getEpochSecond() - file.created().getEpochSecond();
            if (configured == null || (!configured.identity().equals(now) && ahead <= 0)) {
                // In the second in which a daemon starts, status.dat may still be the one from before, and
                // objects.cache, which is written in place, not complete.
                readChanged(found, file, configured != null && ahead == 0);
            }
            objectsHealth = Health.ok();
        } catch (IOException e) {
            if (found.objectsNamed() || !(e instanceof NoSuchFileException)) {
                throw FileFault.of(found.objects(), e, NO_OBJECTS);
            }
            objectsHealth = Health.degraded(
                    "no groups and links are known, because " + FileFault.describe(found.objects(), e, NO_OBJECTS));
        }
    }

    /** @param mayFail whether the objects from before remain in use if the file is not complete */
    private void readChanged(DaemonFiles found, StatusFile file, boolean mayFail) throws IOException, SourceException {
        try {
            ObjectsFile changed = ObjectsFile.read(found.objects());
            require(found.objects(), changed.keys(), found.status(), file.keys());
            objects = changed;
        } catch (SourceException e) {
            if (!mayFail) {
                throw e;
            }
        }
    }

    /** Requires that status.dat and objects.cache have the same objects. */
    private void requireAll(DaemonFiles found, StatusFile file) throws SourceException {
        ObjectsFile configured = objects;
        if (configured != null) {
            require(found.status(), file.keys(), found.objects(), configured.keys());
            require(found.objects(), configured.keys(), found.status(), file.keys());
        }
    }

    private static void require(Path path, Set<ObjectKey> keys, Path other, Set<ObjectKey> wanted)
            throws SourceException {
        List<ObjectKey> missing =
                wanted.stream().filter(key -> !keys.contains(key)).toList();
        if (!missing.isEmpty()) {
            throw SourceException.badAnswer(
                    "'" + path + "' does not have '" + missing.get(0) + "' and " + (missing.size() - 1)
                            + " other objects of '" + other
                            + "': it is not complete, or the two files are of different daemons",
                    null);
        }
    }

    private ChangeWatcher started() throws SourceException {
        ChangeWatcher started = watcher;
        if (started == null || isClosed) {
            throw SourceException.unreachable("the files of the daemon are not open", null);
        }
        return started;
    }

    @Override
    public boolean knows(ObjectKey key) {
        StatusFile file = accepted;
        return file != null && file.keys().contains(key);
    }

    @Override
    public Optional<Commands> commands() {
        return config.commandFile()
                .or(config::configFile)
                .map(any -> new ExternalCommands(context.clock(), this::knowsExpiry, this::give));
    }

    private boolean knowsExpiry() {
        StatusFile file = accepted;
        return file != null && file.knowsExpiry();
    }

    private void give(List<String> commands) throws SourceException, InterruptedException {
        DaemonFiles found = started().files();
        StatusFile file = accepted;
        if (file == null || isStale(found, file)) {
            throw SourceException.unreachable("no command is given to the daemon: " + STOPPED, null);
        }
        Path pipe = found.command()
                .orElseThrow(() -> SourceException.badAnswer(
                        "'" + config.configFile().orElseThrow() + "' names no command_file: set 'command_file'", null));
        try {
            PerfdataFifo.requireFifo(pipe);
            // For reading, too: opening it only for writing waits for a reader. Not created if it is missing.
            try (FileChannel channel = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                for (String command : commands) {
                    // One write of at most PIPE_BUF bytes, so that nothing of another program comes in between.
                    channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException e) {
            throw FileFault.of(pipe, e, "the daemon makes it when it starts with check_external_commands=1");
        }
    }

    @Override
    public Health health() {
        ChangeWatcher started = watcher;
        return objectsHealth.problem().isPresent() || started == null ? objectsHealth : started.health();
    }

    @Override
    public void close() {
        isClosed = true;
        close(watcher);
        close(status);
    }

    private static void close(@Nullable Closeable file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // It was only read.
        }
    }
}
