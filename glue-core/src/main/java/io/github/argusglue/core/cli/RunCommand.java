package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigDraft;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.control.ControlClient;
import io.github.argusglue.core.control.ControlCommand;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.control.ControlServer;
import io.github.argusglue.core.control.StateLock;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.service.Bootstrap;
import io.github.argusglue.core.service.GlueService;
import io.github.argusglue.core.service.Reloader;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.core.service.ServiceControl;
import io.github.argusglue.core.systemd.Supervision;
import io.github.argusglue.core.systemd.SystemdNotify;
import io.github.argusglue.core.systemd.WatchdogInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Runs the service until it is told to stop. */
@Command(
        description = {
            "Keep Argus in step with all sources, until SIGTERM or Ctrl-C.",
            "Requests in progress are then completed, for up to 8 s. SIGHUP reloads the configuration.",
            "Exit code 1 if another argus-glue is running with the same 'state_dir'."
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger("service");

    /** Longer than the other process may take to stop. */
    private static final Duration TAKEOVER_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final GlueCommand root;

    @Option(
            names = "--takeover",
            description = "If another argus-glue is running with the same 'state_dir', stop it first.")
    private boolean takeover;

    RunCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException, IOException, InterruptedException {
        start();
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    /** A method of its own, so that nothing keeps the plugins of the start in memory when they are replaced. */
    private void start() throws ConfigException, ControlException, IOException, InterruptedException {
        LoadedConfig loaded = root.loadConfig();
        log.info(
                "{}, process {}, configuration '{}', state folder '{}'",
                VersionCommand.text(),
                ProcessHandle.current().pid(),
                loaded.file().toAbsolutePath().normalize(),
                loaded.config().stateDir());
        // Before anything is written, and until everything has ended.
        Optional<StateLock> lock = lock(loaded.config().stateDir());
        loaded.logEffective();
        Clock clock = Clock.systemUTC();
        GlueService service = Bootstrap.service(loaded.config(), loaded.plugins(), RunOptions.DEFAULTS, clock);
        // Before the shutdown hook, which would turn this failure into exit code 0.
        service.listen().ifPresent(url -> log.info("status page and metrics: {}", url));
        Supervision supervision = supervision(service);
        Path file = loaded.file();
        Path stateDir = loaded.config().stateDir();
        Reloader reloader =
                new Reloader(before -> reread(file, before), service, this::apply, supervision::reloading, clock);
        Optional<ControlServer> control = lock.isPresent() ? listen(stateDir, service, reloader) : Optional.empty();
        // The JVM would exit with 143 after a SIGTERM, but a requested stop is not a failure.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            log.info("stopping");
                            supervision.stopping();
                            control.ifPresent(ControlServer::close);
                            service.close();
                            lock.ifPresent(StateLock::close);
                            Runtime.getRuntime().halt(ExitCode.OK);
                        },
                        "stop"));
        service.start(name -> true);
        // A SIGHUP during the start is handled now, once.
        String noSignal = SighupHandler.onSignal(() -> reloader.reload("SIGHUP"), reloads());
        if (!noSignal.isEmpty()) {
            log.info("this Java cannot handle SIGHUP ({}); use 'argus-glue reload' instead", noSignal);
        }
        service.startTokenMonitor();
        supervision.start();
    }

    /**
     * Locks the state folder for this process; empty if the folder cannot be locked at all. Two processes that write as
     * the same source would do everything twice.
     */
    private Optional<StateLock> lock(Path stateDir) throws ControlException, InterruptedException {
        try {
            return Optional.of(StateLock.take(stateDir));
        } catch (StateLock.HeldException e) {
            if (!takeover) {
                throw new ControlException(e.getMessage() + ". Two processes would write everything to"
                        + " Argus twice. Stop the other one ("
                        + "'kill' with its process ID, or 'systemctl stop argus-glue'), start this one with "
                        + "'run --takeover', or set a different 'state_dir'");
            }
            log.info("{}; asking it to stop", e.getMessage());
            return Optional.of(takeOver(stateDir));
        } catch (IOException e) {
            log.warn(
                    "cannot write to state_dir '{}' ({}): what is stored is lost at a restart, commands such as 'status' do"
                            + " not find this process, and another one is not noticed; set 'state_dir' to a folder"
                            + " that user '{}' can write to",
                    stateDir,
                    e.toString(),
                    System.getProperty("user.name"));
            return Optional.empty();
        }
    }

    /** A process that is still starting does not accept commands yet, so retry. */
    private static StateLock takeOver(Path stateDir) throws ControlException, InterruptedException {
        long end = System.nanoTime() + TAKEOVER_TIMEOUT.toNanos();
        Optional<ControlException> refused;
        do {
            refused = askToStop(stateDir);
            try {
                StateLock lock = StateLock.await(stateDir, refused.isEmpty() ? TAKEOVER_TIMEOUT : POLL_INTERVAL);
                log.info("the other argus-glue has stopped");
                return lock;
            } catch (IOException e) {
                if (refused.isEmpty()) {
                    throw new ControlException(
                            e.getMessage() + ": it did not stop within " + TAKEOVER_TIMEOUT.toSeconds() + " s");
                }
            }
        } while (System.nanoTime() - end < 0);
        throw refused.get();
    }

    private static Optional<ControlException> askToStop(Path stateDir) {
        try {
            new ControlClient(stateDir, ANSWER_TIMEOUT).call(Map.of("command", "stop"));
            return Optional.empty();
        } catch (ControlException e) {
            return Optional.of(e);
        }
    }

    private static Supervision supervision(GlueService service) {
        Map<String, String> environment = System.getenv();
        return new Supervision(
                service::loops,
                SystemdNotify.of(environment).orElse(null),
                WatchdogInterval.of(environment, ProcessHandle.current().pid()));
    }

    private Reloader.Loaded reread(Path file, PluginRegistry before) throws ConfigException {
        ConfigDraft draft = root.draft(file);
        LoadedConfig newer = LoadedConfig.of(file, draft, root.plugins(draft.pluginsDir(), before));
        newer.logWarnings();
        return new Reloader.Loaded(newer.config(), newer.plugins());
    }

    private void apply(GlueConfig config) {
        LogSetup.apply(config.log(), root.isVerbose());
    }

    private static Executor reloads() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "reload");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Sends the answer first, then stops as after a SIGTERM. */
    private static void stop() {
        log.info("stopping: another argus-glue takes over");
        new Thread(() -> System.exit(ExitCode.OK), "stop-by-command").start();
    }

    /** The service works without its control socket, so a failure is only a warning. */
    private static Optional<ControlServer> listen(Path stateDir, GlueService service, Reloader reloader) {
        Map<String, ControlCommand> commands = new HashMap<>(new ServiceControl(service, reloader).commands());
        commands.put("stop", (request, answer) -> stop());
        try {
            return Optional.of(ControlServer.listen(stateDir, commands));
        } catch (IOException e) {
            log.warn(
                    "the commands reload, resync, release, failover, token and status do not work: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
