package io.github.argusglue.core.cli;

import io.github.argusglue.core.adapter.AdapterEnvironment;
import io.github.argusglue.core.adapter.AdapterSettings;
import io.github.argusglue.core.adapter.AdapterStore;
import io.github.argusglue.core.adapter.HttpClients;
import io.github.argusglue.core.adapter.PluginAdapterMaker;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.HttpConfig;
import io.github.argusglue.core.config.TrialSource;
import io.github.argusglue.core.http.server.HttpService;
import io.github.argusglue.core.http.server.ListenException;
import io.github.argusglue.core.plugin.LoadedAdapter;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.trial.AnswerFile;
import io.github.argusglue.core.trial.Trial;
import io.github.argusglue.core.trial.TrialEndpoint;
import io.github.argusglue.core.trial.TrialReport;
import io.github.argusglue.core.trial.TrialSummary;
import io.github.argusglue.http.HttpObserver;
import io.github.argusglue.spi.WebhookRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one adapter alone, without Argus, and shows what it returns and does. */
@Command(
        description = {
            "Run one adapter alone, without Argus, and show what it returns and does, until Ctrl-C.",
            "Its keys are those of a source in the file given with -c, or KEY=VALUE arguments. A value is written as in"
                    + " TOML; one that is not TOML is a string.",
            "What the adapter stores is deleted at the end. Exit code 1 if the adapter failed."
        })
final class TryCommand implements Callable<Integer> {
    /** Only links contain it. */
    private static final URI NO_ARGUS = URI.create("http://argus.invalid/");

    private static final String NO_INSTALLATION = "0000000000000000";

    private final GlueCommand root;

    @Parameters(index = "0", paramLabel = "TYPE", description = "Type of the adapter; 'plugins' lists them.")
    private String type = "";

    @Parameters(
            index = "1..*",
            paramLabel = "KEY=VALUE",
            description = "Keys of the adapter, such as url=http://localhost:8080 or labels='[\"a\", \"b\"]'.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "With -c: source to use, if there are several of this type.")
    private @Nullable String source;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Folder of the plugins. Default: the folder that the configuration names, or 'plugins'.")
    private @Nullable Path pluginsDir;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "5s",
            description = "Time between two snapshots (default: ${DEFAULT-VALUE}).")
    private Duration interval = Duration.ZERO;

    @Option(
            names = "--count",
            paramLabel = "NUMBER",
            description = "End after this number of snapshots. Default: run until Ctrl-C.")
    private long count;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Accept webhooks at http://HOST:PORT/hooks/NAME. Port 0: any free port.")
    private @Nullable String listen;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Write the source's HTTP answers to a new file, one JSON object in each line, without the"
                    + " credentials of the source.")
    private @Nullable Path record;

    @Option(
            names = "--webhook",
            paramLabel = "FILE",
            description = "Give the adapter the content of a file as a webhook, after the first snapshot. May be used"
                    + " several times.")
    private List<Path> webhooks = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON: one object in each line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    TryCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        if (interval.isZero() || count < 0) {
            throw Output.usageError(spec, "--interval and --count must be positive");
        }
        Optional<Path> file = root.givenConfigFile();
        if (file.isPresent() && !keys.isEmpty()) {
            throw Output.usageError(spec, "use either -c FILE or KEY=VALUE, not both");
        } else if (file.isEmpty() && source != null) {
            throw Output.usageError(spec, "--source needs -c FILE");
        }
        PluginRegistry plugins = root.plugins(pluginsDir == null ? root.pluginsDir() : pluginsDir);
        TrialSource chosen = file.isPresent()
                ? root.draft(file.get()).trialSource(type, source, plugins)
                : TrialSource.ofArguments(type, plugins, keys, Path.of("").toAbsolutePath(), root.variables());
        LoadedAdapter adapter = plugins.adapter(type).orElseThrow();
        PrintWriter out = Output.of(spec);
        TrialReport report = json ? new TrialJson(out) : new TrialText(out, root.isVerbose());
        if (!json) {
            out.println("adapter '" + type + "' of plugin '" + adapter.plugin().name() + "' "
                    + adapter.plugin().version());
            if (root.isVerbose()) {
                chosen.effective().forEach(line -> out.println("  " + line));
            }
            List<String> hiding = chosen.table().hidingDefaults(adapter.configType());
            if (!hiding.isEmpty()) {
                out.println("by default, some problems are left out: " + String.join(", ", hiding));
            }
            out.flush();
        }
        List<WebhookRequest> recorded = recorded();
        Clock clock = Clock.system(ZoneId.systemDefault());
        HttpClients clients =
                record == null ? HttpClients.inMemory(clock) : HttpClients.inMemory(record(record, clock), clock);
        TemporaryFolder folder = TemporaryFolder.create("argus-glue-try-");
        AdapterSettings settings = new AdapterSettings(
                chosen.name(),
                interval,
                chosen.snapshotTimeout(),
                new AdapterEnvironment(
                        AdapterStore.temporary(folder.path().resolve("state")),
                        clients,
                        NO_INSTALLATION,
                        NO_ARGUS,
                        chosen.maxAnswerBytes(),
                        () -> true));
        Trial trial = new Trial(settings, new PluginAdapterMaker(adapter, chosen.table()), clock, report, recorded);
        StopSignal signal = StopSignal.install(trial::end);
        int exitCode = ExitCode.SOFTWARE;
        try {
            exitCode = run(trial, chosen, clock, folder);
        } finally {
            // Last of all: after a signal, this ends the process.
            signal.finished(exitCode);
        }
        return exitCode;
    }

    private List<WebhookRequest> recorded() {
        List<WebhookRequest> requests = new ArrayList<>();
        for (Path file : webhooks) {
            try {
                requests.add(
                        WebhookRequest.builder().body(Files.readAllBytes(file)).build());
            } catch (IOException e) {
                throw Output.usageError(spec, "--webhook: '" + file + "' cannot be read: " + e);
            }
        }
        return requests;
    }

    private HttpObserver record(Path file, Clock clock) throws IOException {
        try {
            return AnswerFile.create(file, clock);
        } catch (FileAlreadyExistsException e) {
            throw Output.usageError(spec, "--record: '" + file + "' exists already");
        }
    }

    private int run(Trial trial, TrialSource chosen, Clock clock, TemporaryFolder folder)
            throws ConfigException, IOException, InterruptedException {
        try (folder;
                HttpService http = open(trial, chosen, clock)) {
            if (http != null && !json) {
                Output.of(spec).println("webhooks: " + http.url().resolve("hooks/" + chosen.name()));
            }
            TrialSummary summary = trial.run(count);
            return summary.failures() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private @Nullable HttpService open(Trial trial, TrialSource chosen, Clock clock) throws ListenException {
        if (listen == null) {
            return null;
        }
        HttpConfig config;
        try {
            config = HttpConfig.DEFAULT.listeningOn(listen);
        } catch (IllegalArgumentException e) {
            throw Output.usageError(spec, "--listen: " + e.getMessage());
        }
        if (!config.isOn()) {
            return null;
        } else if (chosen.hookToken().isEmpty() && !config.address().isLoopback()) {
            throw Output.usageError(
                    spec, "--listen: others can reach '" + listen + "': also set 'hook_token', or use 127.0.0.1");
        }
        return TrialEndpoint.open(config, chosen.name(), type, chosen.hookToken(), trial.webhooks(), clock);
    }
}
