package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.control.ControlServer;
import io.github.argusglue.core.service.GlueService;
import io.github.argusglue.core.service.Reloader;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.core.service.ServiceControl;
import io.github.argusglue.core.systemd.Supervision;
import io.github.argusglue.core.systemd.SystemdNotify;
import io.github.argusglue.core.systemd.WatchdogInterval;
import java.io.IOException;
import java.time.Clock;
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

/** The service itself, until it is told to stop. */
@Command(
        description = {
            "Keep Argus in step with all sources, until SIGTERM or Ctrl-C.",
            "What is under way then is finished, for 8 s at most. SIGHUP has the configuration read again."
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    private final GlueCommand root;

    RunCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Session session = root.session();
        log.info("configuration {}", session.file());
        session.logEffective();
        Clock clock = Clock.systemUTC();
        GlueService service = GlueService.create(session.config(), session.plugins(), RunOptions.USUAL, clock);
        // Before the hook: it would make a success of this failure.
        service.listen().ifPresent(url -> log.info("status page and metrics: {}", url));
        Supervision supervision = supervision(service);
        Reloader reloader = new Reloader(() -> again(session), service, this::apply, supervision::reloading, clock);
        Hangup.then(() -> reloader.reload("SIGHUP"), reloads());
        Optional<ControlServer> control = listen(session, service, reloader);
        // The JVM would exit with 143 after a SIGTERM; being asked to stop is no failure.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            log.info("asked to stop");
                            supervision.stopping();
                            control.ifPresent(ControlServer::close);
                            service.close();
                            Runtime.getRuntime().halt(ExitCode.OK);
                        },
                        "stop"));
        service.start(name -> true);
        service.keepTokens();
        supervision.start();
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private static Supervision supervision(GlueService service) {
        Map<String, String> environment = System.getenv();
        return new Supervision(
                service::loops,
                SystemdNotify.of(environment).orElse(null),
                WatchdogInterval.of(environment, ProcessHandle.current().pid()));
    }

    /** The plugins are those of the start: classes of theirs are in use. */
    private GlueConfig again(Session session) throws ConfigException {
        Session newer = Session.of(session.file(), root.draft(session.file()), session.plugins());
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

    /** Without its control socket a service still does what it is there for. */
    private static Optional<ControlServer> listen(Session session, GlueService service, Reloader reloader) {
        ServiceControl control = new ServiceControl(service, reloader);
        try {
            return Optional.of(ControlServer.open(session.config().stateDir(), control.commands()));
        } catch (IOException e) {
            log.warn("no commands are taken (reload, resync, release, failover, token, status): {}", e.getMessage());
            return Optional.empty();
        }
    }
}
