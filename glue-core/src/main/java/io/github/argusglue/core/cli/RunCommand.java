package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.service.GlueService;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The service itself, until it is told to stop. */
@Command(
        description = {
            "Keep Argus in step with all sources, until SIGTERM or Ctrl-C.",
            "What is under way then is finished, for 8 s at most."
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
        GlueService service = GlueService.create(session.config(), session.plugins(), Clock.systemUTC());
        // Before the hook: it would make a success of this failure.
        service.listen().ifPresent(url -> log.info("status page and metrics: {}", url));
        // The JVM would exit with 143 after a SIGTERM; being asked to stop is no failure.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            log.info("asked to stop");
                            service.close();
                            Runtime.getRuntime().halt(ExitCode.OK);
                        },
                        "stop"));
        service.start(name -> true);
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }
}
