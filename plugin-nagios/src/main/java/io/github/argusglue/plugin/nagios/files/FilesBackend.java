package io.github.argusglue.plugin.nagios.files;

import io.github.argusglue.plugin.nagios.model.Backend;
import io.github.argusglue.plugin.nagios.model.Commands;
import io.github.argusglue.plugin.nagios.model.ExternalCommands;
import io.github.argusglue.plugin.nagios.model.ObjectKey;
import io.github.argusglue.plugin.nagios.model.Reading;
import io.github.argusglue.spi.Health;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.SourceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads status.dat and objects.cache, follows nagios.log, and writes to the command pipe. */
public final class FilesBackend implements Backend {
    private static final String STOPPED = "Nagios is stopped or hangs. Look at its log, and start it";

    private final FilesConfig config;
    private final SourceContext context;
    private final Overlay overlay = new Overlay();
    private volatile @Nullable DaemonFiles files;
    private volatile @Nullable ChangeWatcher watcher;
    private volatile @Nullable PerfdataFifo fifo;
    /** The last complete file. Its index is for any thread. */
    private volatile @Nullable StatusFile accepted;

    private volatile Health objectsHealth = Health.ok();
    private volatile @Nullable StatusFile status;
    private volatile @Nullable ObjectsFile objects;
    private @Nullable StatusReader reader;
    private volatile boolean isClosed;

    /** Creates a backend. No I/O. */
    public FilesBackend(FilesConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
    }

    @Override
    public String name() {
        DaemonFiles found = files;
        return found != null
                ? found.status().toString()
                : config.statusFile().or(config::configFile).orElseThrow().toString();
    }

    @Override
    public void start(Runnable changed) throws SourceException, InterruptedException {
        DaemonFiles found = DaemonFiles.of(config);
        files = found;
        if (watcher == null) {
            ChangeWatcher started = new ChangeWatcher(found, overlay, changed, context.threadFactory());
            watcher = started;
            started.start();
            fifo = config.perfdataFifo()
                    .map(path -> new PerfdataFifo(path, change -> {
                        if (isNews(change)) {
                            overlay.add(change);
                            changed.run();
                        }
                    }))
                    .orElse(null);
        }
        read(Set.of());
    }

    /** Returns whether a result of a check, of which most say the same as before, is a change. */
    private boolean isNews(Overlay.Change change) {
        Overlay.Change known = overlay.find(change.key());
        StatusFile file = accepted;
        return known != null
                ? known.state() != change.state()
                : file != null && file.contradicts(change.key(), change.state());
    }

    @Override
    public Reading read(Set<ObjectKey> watched) throws SourceException, InterruptedException {
        DaemonFiles found = files();
        try {
            StatusFile file = readStatus(found);
            drainLog();
            openFifo();
            StatusReader current = reader;
            if (current == null || !current.isOf(file, objects)) {
                current = new StatusReader(file, objects, overlay);
                reader = current;
            }
            current.forget(overlay.takeTouchedHosts());
            return new Reading(file.created(), file.programStart(), current.read(watched));
        } catch (ClosedByInterruptException e) {
            forget();
            throw FileFault.interrupted(e);
        } catch (IOException e) {
            forget();
            throw FileFault.of(found.status(), e, STOPPED);
        } catch (SourceException e) {
            if (e.kind() == SourceException.Kind.BAD_ANSWER) {
                forget();
            }
            throw e;
        }
    }

    private void drainLog() throws ClosedByInterruptException {
        ChangeWatcher follower = watcher;
        try {
            if (follower != null) {
                follower.drain();
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // The watcher says so, as long as it lasts.
        }
    }

    private void openFifo() {
        PerfdataFifo results = fifo;
        if (results != null) {
            results.open(context.threadFactory());
        }
    }

    private StatusFile readStatus(DaemonFiles found) throws IOException, SourceException {
        StatusFile file = status;
        boolean isNew = file == null || !file.identity().equals(FileIdentity.of(found.status()));
        if (file == null || isNew) {
            file = StatusFile.read(found.status(), file);
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
        if (isNew) {
            overlay.statusRead(file.created());
        }
        accepted = file;
        return file;
    }

    private Duration age(StatusFile file) {
        return Duration.between(file.created(), context.clock().instant());
    }

    private boolean isStale(DaemonFiles found, StatusFile file) {
        return age(file).compareTo(found.maxAge()) > 0;
    }

    /** Reads objects.cache if it changed, and compares what it has with what status.dat has. */
    private void readObjects(DaemonFiles found, StatusFile file) throws IOException, SourceException {
        ObjectsFile before = objects;
        try {
            FileIdentity now = FileIdentity.of(found.objects());
            // After a reload, the old status.dat belongs to the old objects.cache for a moment.
            boolean isLater =
                    now.modified().toInstant().getEpochSecond() > file.created().getEpochSecond();
            if (before == null || (!before.identity().equals(now) && !isLater)) {
                objects = ObjectsFile.read(found.objects(), before);
                close(before);
            }
            objectsHealth = Health.ok();
        } catch (NoSuchFileException e) {
            String missing = "the daemon writes it when it starts: check 'objects_file'";
            if (found.objectsNamed()) {
                throw FileFault.of(found.objects(), e, missing);
            }
            objectsHealth = Health.degraded(
                    "no groups and links are known, because '" + found.objects() + "' does not exist: " + missing);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw FileFault.of(found.objects(), e, "");
        }
        ObjectsFile configured = objects;
        if (configured != null && (file.hosts() < configured.hosts() || file.services() < configured.services())) {
            throw SourceException.badAnswer(
                    "'" + found.status() + "' has " + file.hosts() + " hosts and " + file.services()
                            + " services, but '"
                            + found.objects() + "' has " + configured.hosts() + " and " + configured.services()
                            + ": it is not complete, or the two files are of different daemons",
                    null);
        }
    }

    /** Makes the next call read everything again. */
    private void forget() {
        close(status);
        close(objects);
        status = null;
        objects = null;
        reader = null;
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

    private DaemonFiles files() throws SourceException {
        DaemonFiles found = files;
        if (found == null || isClosed) {
            throw SourceException.unreachable("the files of the daemon are not open", null);
        }
        return found;
    }

    @Override
    public boolean knows(ObjectKey key) {
        StatusFile file = accepted;
        return file != null && file.find(key) >= 0;
    }

    @Override
    public Optional<Commands> commands() {
        return config.commandFile()
                .or(config::configFile)
                .map(any ->
                        new ExternalCommands(context.clock(), this::knowsExpiry, new CommandFile(this::commandFile)));
    }

    private Path commandFile() throws SourceException {
        DaemonFiles found = files();
        StatusFile file = accepted;
        if (file == null || isStale(found, file)) {
            throw SourceException.unreachable("no command is given to the daemon: " + STOPPED, null);
        }
        return found.command()
                .orElseThrow(() -> SourceException.badAnswer(
                        "'" + config.configFile().orElseThrow() + "' names no command_file: set 'command_file'", null));
    }

    private boolean knowsExpiry() {
        StatusReader current = reader;
        return current != null && current.knowsExpiry();
    }

    @Override
    public Health health() {
        ChangeWatcher follower = watcher;
        PerfdataFifo results = fifo;
        return Stream.of(
                        objectsHealth,
                        follower == null ? Health.ok() : follower.health(),
                        results == null ? Health.ok() : results.health())
                .filter(health -> health.problem().isPresent())
                .findFirst()
                .orElse(Health.ok());
    }

    @Override
    public void close() {
        isClosed = true;
        close(watcher);
        close(fifo);
        close(status);
        close(objects);
    }
}
