package io.github.argusglue.dist;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.argusglue.core.cli.DurationConverter;
import io.github.argusglue.core.cli.GlueCommand;
import io.github.argusglue.core.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the real program at work between a simulated Alertmanager and a simulated Argus. */
@Command(
        description = {
            "Show argus-glue at work between a simulated Alertmanager and a simulated Argus.",
            "Needs no configuration and no other machine: everything runs on the loopback address.",
            "With --source, a source of your configuration takes the place of the Alertmanager: what it would write to"
                    + " your Argus is written to the simulated one. Then no Argus and no token is needed.",
            "Ends after --for or with Ctrl-C, and then reports whether both sides are equal."
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    private final GlueCommand root;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End after this time, for example 20s or 5m. Default: run until Ctrl-C.")
    private @Nullable Duration limit;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Source of the configuration to use instead of the simulated Alertmanager.")
    private @Nullable String source;

    @Spec
    private @Nullable CommandSpec spec;

    DemoCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException, ConfigException, InterruptedException {
        if (!root.isVerbose() && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger log) {
            // Only warnings of the service: its other log lines would drown those of the demonstration.
            log.setLevel(Level.WARN);
        }
        PrintWriter out = spec().commandLine().getOut();
        Thread interrupted = new Thread(this::endNow, "demo-interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        boolean good;
        try (Demonstration demo = start(out)) {
            demo.play(asked, limit);
            good = demo.finish();
        } finally {
            ended.countDown();
        }
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Demonstration start(PrintWriter out) throws IOException, ConfigException {
        Clock clock = Clock.system(ZoneId.systemDefault());
        return source == null ? Demo.start(clock, out) : SourceDemo.start(root, source, clock, out);
    }

    /** Shutdown hook: waits until the demonstration has cleaned up. */
    private void endNow() {
        asked.countDown();
        try {
            ended.await(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec;
    }
}
