package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.control.ControlClient;
import io.github.argusglue.core.control.ControlCommand;
import io.github.argusglue.core.control.ControlException;
import io.github.argusglue.core.control.ControlServer;
import io.github.argusglue.core.control.StateLock;
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

/** The service itself, until it is told to stop. */
@Command(
        description = {
            "Keep Argus in step with all sources, until SIGTERM or Ctrl-C.",
            "What is under way then is finished, for 8 s at most. SIGHUP has the configuration read again.",
            "Exit code 1 if another one runs with the same 'state_dir'."
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger("service");

    /** Longer than the one that is asked to stop may take. */
    private static final Duration TAKEOVER = Duration.ofSeconds(20);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final GlueCommand root;

    @Option(
            names = "--takeover",
            description = "If another one runs with the same 'state_dir', ask it to stop, and wait until it has.")
    private boolean takeover;

    RunCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, ControlException, IOException, InterruptedException {
        LoadedConfig loaded = root.loadConfig();
        log.info("configuration {}", loaded.file());
        // Before anything is written, and until the end of all that is under way.
        Optional<StateLock> lock = lock(loaded.config().stateDir());
        loaded.logEffective();
        Clock clock = Clock.systemUTC();
        GlueService service = Bootstrap.service(loaded.config(), loaded.plugins(), RunOptions.USUAL, clock);
        // Before the hook: it would make a success of this failure.
        service.listen().ifPresent(url -> log.info("status page and metrics: {}", url));
        Supervision supervision = supervision(service);
        Reloader reloader = new Reloader(() -> again(loaded), service, this::apply, supervision::reloading, clock);
        Optional<ControlServer> control = lock.isPresent() ? listen(loaded, service, reloader) : Optional.empty();
        // The JVM would exit with 143 after a SIGTERM; being asked to stop is no failure.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            log.info("asked to stop");
                            supervision.stopping();
                            control.ifPresent(ControlServer::close);
                            service.close();
                            lock.ifPresent(StateLock::close);
                            Runtime.getRuntime().halt(ExitCode.OK);
                        },
                        "stop"));
        service.start(name -> true);
        // What was sent while it started is done now, once.
        String noSignal = SighupHandler.then(() -> reloader.reload("SIGHUP"), reloads());
        if (!noSignal.isEmpty()) {
            log.info("SIGHUP is not taken by this Java ({}); 'argus-glue reload' does the same", noSignal);
        }
        service.keepTokens();
        supervision.start();
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    /**
     * Takes the state folder for this process; empty if the folder cannot be locked at all. Two processes that write as
     * one source would do everything twice.
     */
    private Optional<StateLock> lock(Path stateDir) throws ControlException, InterruptedException {
        try {
            return Optional.of(StateLock.take(stateDir));
        } catch (StateLock.HeldException e) {
            if (!takeover) {
                throw new ControlException(e.getMessage() + ", and two would write everything to Argus twice. Stop it ("
                        + "'kill' and its number, or 'systemctl stop argus-glue'), start this one with "
                        + "'run --takeover', or give it another 'state_dir'");
            }
            log.info("{}: it is asked to stop", e.getMessage());
            return Optional.of(takeOver(stateDir));
        } catch (IOException e) {
            log.warn("whether another argus-glue runs with state_dir '{}' cannot be known: {}", stateDir, e.toString());
            return Optional.empty();
        }
    }

    /** One that is just starting takes no commands so far. */
    private static StateLock takeOver(Path stateDir) throws ControlException, InterruptedException {
        long end = System.nanoTime() + TAKEOVER.toNanos();
        Optional<ControlException> refused;
        do {
            refused = askToStop(stateDir);
            try {
                StateLock lock = StateLock.await(stateDir, refused.isEmpty() ? TAKEOVER : LOOK_AGAIN);
                log.info("the one before has stopped");
                return lock;
            } catch (IOException e) {
                if (refused.isEmpty()) {
                    throw new ControlException(
                            e.getMessage() + ": it has not stopped within " + TAKEOVER.toSeconds() + " s");
                }
            }
        } while (System.nanoTime() - end < 0);
        throw refused.get();
    }

    private static Optional<ControlException> askToStop(Path stateDir) {
        try {
            new ControlClient(stateDir, ANSWER).call(Map.of("command", "stop"));
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

    /** The plugins are those of the start: classes of theirs are in use. */
    private GlueConfig again(LoadedConfig loaded) throws ConfigException {
        LoadedConfig newer = LoadedConfig.of(loaded.file(), root.draft(loaded.file()), loaded.plugins());
        newer.config().warnings().forEach(warning -> log.warn("{}", warning));
        return newer.config();
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

    /** The answer goes out first; then it is as after a SIGTERM. */
    private static void stop() {
        log.info("asked by command to stop: another argus-glue takes over");
        new Thread(() -> System.exit(ExitCode.OK), "stop-by-command").start();
    }

    /** Without its control socket a service still does what it is there for. */
    private static Optional<ControlServer> listen(LoadedConfig loaded, GlueService service, Reloader reloader) {
        Map<String, ControlCommand> commands = new HashMap<>(new ServiceControl(service, reloader).commands());
        commands.put("stop", (request, answer) -> stop());
        try {
            return Optional.of(ControlServer.listen(loaded.config().stateDir(), commands));
        } catch (IOException e) {
            log.warn("no commands are taken (reload, resync, release, failover, token, status): {}", e.getMessage());
            return Optional.empty();
        }
    }
}
