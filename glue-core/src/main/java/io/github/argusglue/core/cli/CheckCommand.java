package io.github.argusglue.core.cli;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.config.ConfigDraft;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.failover.FailoverGroups;
import io.github.argusglue.core.failover.ProbeResult;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.preview.DryRun;
import io.github.argusglue.core.service.Bootstrap;
import io.github.argusglue.core.service.Preview;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.core.service.StoredIdentities;
import io.github.argusglue.core.status.Count;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks everything that can be checked without contacting another system. */
@Command(
        description = {
            "Check the configuration and the plugins, and show all errors. Creates each adapter without starting it.",
            "Includes tokens that argus-glue has seen to belong to a different Argus user. Contacts no other system,",
            "except with --online.",
            "With -v, also show the effective configuration, including defaults."
        })
final class CheckCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Option(
            names = "--online",
            description =
                    "Also read Argus and each source, check the primaries of [failover], and ask the engine of [cluster] who is"
                            + " there. Changes nothing.")
    private boolean online;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    CheckCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CheckReport report = new CheckReport();
        try {
            Path file = root.configFile();
            ConfigDraft draft = root.draft(file);
            check(file, draft, root.plugins(draft.pluginsDir()), report);
        } catch (ConfigException e) {
            e.faults().forEach(report::fault);
        }
        if (json) {
            Output.of(spec).println(report.toJson());
        } else {
            report.print(Output.of(spec));
        }
        if (!report.isGood()) {
            return ExitCode.USAGE;
        }
        return report.isReachable() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void check(Path file, ConfigDraft draft, PluginRegistry plugins, CheckReport report)
            throws InterruptedException {
        try {
            LoadedConfig loaded = LoadedConfig.of(file, draft, plugins);
            GlueConfig config = loaded.config();
            report.checked(config, root.isVerbose());
            config.warnings().forEach(report::warning);
            new StoredIdentities(config).refusals().forEach(report::fault);
            createAdapters(loaded, report);
            if (config.cluster().isPresent()) {
                new ClusterCheck(config.cluster().get(), plugins).run(online && report.isGood(), report);
            }
            if (online && report.isGood()) {
                contact(loaded, report);
            }
            report.summary(file + ": ok: " + summary(config, plugins));
        } catch (ConfigException e) {
            e.faults().forEach(report::fault);
        } catch (IOException e) {
            report.fault(String.valueOf(e.getMessage()));
        }
        plugins.faults().forEach(report::fault);
    }

    /** Creates the adapter of each source. */
    private void createAdapters(LoadedConfig loaded, CheckReport report) throws IOException, InterruptedException {
        Preview preview = Bootstrap.preview(loaded.config(), loaded.plugins(), RunOptions.DEFAULTS, Clock.systemUTC());
        Set<String> hanging = new HashSet<>();
        try {
            for (SourceConfig source : loaded.config().sources()) {
                if (hanging.contains(source.type())) {
                    continue;
                }
                try {
                    preview.create(source.name());
                } catch (SourceException e) {
                    if (e.getCause() instanceof TimeoutException) {
                        hanging.add(source.type());
                    }
                    if (e.getCause() instanceof ConfigException refused) {
                        refused.faults().forEach(fault -> report.fault(loaded.file() + ": " + fault));
                    } else {
                        report.fault("source '" + source.name() + "': " + e.getMessage());
                        Output.stackTrace(e, spec);
                    }
                }
            }
        } finally {
            preview.close();
        }
    }

    /** Reads Argus and each source with its token, and checks each primary; changes nothing. */
    private void contact(LoadedConfig loaded, CheckReport report) throws IOException, InterruptedException {
        Preview preview = Bootstrap.preview(loaded.config(), loaded.plugins(), RunOptions.DEFAULTS, Clock.systemUTC());
        try {
            for (SourceConfig source : loaded.config().sources()) {
                String name = "source '" + source.name() + "': ";
                try {
                    DryRun.Result read = preview.of(source.name());
                    String partial = read.completeness().partialReason();
                    report.online(name + "Argus accepts its token; " + Count.of(read.alerts(), "alert") + " read, "
                            + Count.of(read.open(), "incident") + " open in Argus"
                            + (partial == null ? "" : "; the snapshot is partial: " + partial));
                    read.degraded().forEach(part -> report.warning(name + "degraded: " + part));
                } catch (ArgusException e) {
                    report.unreachable(String.valueOf(e.getMessage()));
                } catch (SourceException e) {
                    report.unreachable(name + e.getMessage());
                    Output.stackTrace(e, spec);
                }
            }
        } finally {
            preview.close();
        }
        FailoverGroups.probeOnce(loaded.config().failover()).forEach((group, result) -> {
            String text = "failover '" + group + "': the primary " + result.text();
            if (result.kind() == ProbeResult.Kind.UNKNOWN) {
                report.unreachable(text);
            } else {
                report.online(text);
            }
        });
    }

    private static String summary(GlueConfig config, PluginRegistry plugins) {
        Map<String, Long> byType = config.sources().stream()
                .collect(Collectors.groupingBy(SourceConfig::type, TreeMap::new, Collectors.counting()));
        String types = byType.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return Count.of(config.sources().size(), "source") + " (" + types + "), "
                + Count.of(config.argus().size(), "Argus server") + ", "
                + Count.of(plugins.plugins().size(), "plugin");
    }
}
