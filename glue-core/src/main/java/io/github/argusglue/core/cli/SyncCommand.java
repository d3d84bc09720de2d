package io.github.argusglue.core.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.controller.SourceLoop;
import io.github.argusglue.core.service.Bootstrap;
import io.github.argusglue.core.service.GlueService;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.core.status.SourceStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Synchronises once: like the service, but ends when Argus is in step. */
@Command(
        description = {
            "Bring Argus in step with the sources once, then exit.",
            "Progress goes to stderr, the summary to stdout. Exit code 1 if a source could not be synchronised."
        })
final class SyncCommand implements Callable<Integer> {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final int POLLS_PER_PROGRESS = 25;

    private final GlueCommand root;

    @Parameters(paramLabel = "SOURCE", description = "Sources to synchronise. Default: all.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            converter = PatienceConverter.class,
            defaultValue = "30s",
            description = "Give up on a source that has been failing for this long (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ZERO;

    @Option(
            names = "--min-age",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "0s",
            description = "Ignore alerts and incidents that are younger than this, for example 5m.")
    private Duration minAge = Duration.ZERO;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--dry-run", description = "Show what would change without changing anything, like 'plan'.")
    private boolean dryRun;

    @Spec
    private @Nullable CommandSpec spec;

    SyncCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        LoadedConfig loaded = root.loadConfig();
        Set<String> wanted = Output.selectSources(loaded, names);
        // The command synchronises even if the source is on standby for a primary.
        RunOptions options = new RunOptions(minAge, false, true);
        if (dryRun) {
            return PlanCommand.show(loaded, wanted, options, json, spec);
        }
        GlueService service = Bootstrap.service(loaded.config(), loaded.plugins(), options, Clock.systemUTC());
        try {
            service.start(wanted::contains);
            Set<String> failed = new HashSet<>();
            for (SourceLoop loop : service.loops()) {
                if (!await(service, loop)) {
                    failed.add(loop.status().source());
                }
            }
            PrintWriter out = Output.of(spec);
            if (json) {
                out.println(Output.json(
                        service.status(),
                        (object, status) -> write(object, status, failed.contains(status.source())),
                        Map.of()));
            } else {
                service.status().forEach(status -> out.println(summary(status, failed.contains(status.source()))));
            }
            return failed.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } finally {
            service.close();
        }
    }

    /** Waits for one source while all are running; gives up if it has been failing for too long without a break. */
    private boolean await(GlueService service, SourceLoop loop) throws InterruptedException {
        long lastOkAt = System.nanoTime();
        for (int polls = 1; !loop.awaitSettled(POLL_INTERVAL); polls++) {
            SourceStatus status = loop.status();
            if (status.sourceFault() == null && status.argusFault() == null) {
                lastOkAt = System.nanoTime();
            } else if (System.nanoTime() - lastOkAt > patience.toNanos()) {
                return false;
            }
            if (polls % POLLS_PER_PROGRESS == 0) {
                progress(service);
            }
        }
        return true;
    }

    private void progress(GlueService service) {
        PrintWriter err = Output.errOf(spec);
        for (SourceStatus status : service.status()) {
            if (!status.settled()) {
                err.println(status.source() + ": " + done(status) + ", " + status.pending() + " to do"
                        + (status.holds().isEmpty() ? "" : "; held: " + String.join("; ", status.holds())));
            }
        }
        err.flush();
    }

    private static @Nullable String fault(SourceStatus status) {
        return status.argusFault() != null ? status.argusFault() : status.sourceFault();
    }

    private static void write(JsonGenerator json, SourceStatus status, boolean failed) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", status.source());
        json.writeStringField("fault", failed ? fault(status) : null);
        json.writeBooleanField("in_step", !failed);
        json.writeNumberField("alerts", Math.max(0, status.alerts()));
        json.writeNumberField("open", Math.max(0, status.open()));
        SourceStatus.Counts counts = status.counts();
        json.writeNumberField("opened", counts.opened());
        json.writeNumberField("restarted", counts.restarted());
        json.writeNumberField("updated", counts.updated());
        json.writeNumberField("ended", counts.ended());
        json.writeNumberField("failed", counts.failed());
        json.writeNumberField("quiet", status.quiet());
        json.writeNumberField("unrecognised", status.unknown());
        Output.strings(json, "degraded", status.degraded());
        Output.strings(json, "held", status.holds());
        json.writeEndObject();
    }

    private static String summary(SourceStatus status, boolean failed) {
        StringBuilder line = new StringBuilder(status.source()).append(": ");
        if (failed) {
            line.append("FAILED: ").append(fault(status)).append("; ");
        } else {
            line.append("in step: ").append(Count.of(status.alerts(), "alert")).append(", ");
        }
        if (status.open() >= 0) {
            line.append(Count.of(status.open(), "incident")).append(" open; ");
        }
        line.append(done(status));
        if (status.quiet() > 0) {
            line.append("; ").append(status.quiet()).append(" not shown because a person closed them");
        }
        if (status.unknown() > 0) {
            line.append("; ")
                    .append(Count.of(status.unknown(), "incident"))
                    .append(" left alone because they match no alert");
        }
        status.degraded().forEach(part -> line.append("; degraded: ").append(part));
        status.holds().forEach(hold -> line.append("; held: ").append(hold));
        return line.toString();
    }

    /** Seconds without a unit are accepted, as in the first versions of this option. */
    private static final class PatienceConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return new DurationConverter().convert(text.matches("[0-9]{1,9}") ? text + "s" : text);
        }
    }

    private static String done(SourceStatus status) {
        SourceStatus.Counts counts = status.counts();
        return counts.opened() + " opened, " + counts.restarted() + " restarted, " + counts.updated() + " updated, "
                + counts.ended() + " ended" + (counts.failed() > 0 ? ", " + counts.failed() + " failed" : "");
    }
}
