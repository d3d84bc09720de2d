package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigDraft;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.GlueConfig;
import io.github.argusglue.core.config.SourceConfig;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.service.Bootstrap;
import io.github.argusglue.core.service.Preview;
import io.github.argusglue.core.service.RunOptions;
import io.github.argusglue.core.service.StoredIdentities;
import io.github.argusglue.spi.SourceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
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
import picocli.CommandLine.Spec;

/** Checks everything that can be checked without contacting another system. */
@Command(
        description = {
            "Check the configuration and the plugins, and show all errors. Creates each adapter without starting it.",
            "Includes tokens that argus-glue has seen to belong to a different Argus user. Contacts no other system.",
            "With -v, also show the effective configuration, including defaults."
        })
final class CheckCommand implements Callable<Integer> {
    private final GlueCommand root;

    @Spec
    private @Nullable CommandSpec spec;

    CheckCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Output.of(spec);
        try {
            Path file = root.configFile();
            ConfigDraft draft = root.draft(file);
            return check(file, draft, root.plugins(draft.pluginsDir()), out);
        } catch (ConfigException e) {
            e.faults().forEach(out::println);
            return ExitCode.USAGE;
        }
    }

    private int check(Path file, ConfigDraft draft, PluginRegistry plugins, PrintWriter out)
            throws InterruptedException {
        int exitCode = ExitCode.OK;
        try {
            LoadedConfig loaded = LoadedConfig.of(file, draft, plugins);
            GlueConfig config = loaded.config();
            if (root.isVerbose()) {
                config.effective().forEach(out::println);
            }
            config.warnings().forEach(warning -> out.println("warning: " + warning));
            List<String> refusals = new StoredIdentities(config).refusals();
            refusals.forEach(out::println);
            boolean created = createAdapters(loaded, out);
            if (!refusals.isEmpty() || !created) {
                exitCode = ExitCode.USAGE;
            } else if (plugins.faults().isEmpty()) {
                out.println(file + ": ok: " + summary(config, plugins));
            }
        } catch (ConfigException e) {
            e.faults().forEach(out::println);
            exitCode = ExitCode.USAGE;
        } catch (IOException e) {
            out.println(e.getMessage());
            exitCode = ExitCode.USAGE;
        }
        plugins.faults().forEach(out::println);
        return plugins.faults().isEmpty() ? exitCode : ExitCode.USAGE;
    }

    /** Creates the adapter of each source; returns whether all could be created. */
    private boolean createAdapters(LoadedConfig loaded, PrintWriter out) throws IOException, InterruptedException {
        Preview preview = Bootstrap.preview(loaded.config(), loaded.plugins(), RunOptions.DEFAULTS, Clock.systemUTC());
        Set<String> hanging = new HashSet<>();
        boolean created = true;
        try {
            for (SourceConfig source : loaded.config().sources()) {
                if (hanging.contains(source.type())) {
                    continue;
                }
                try {
                    preview.create(source.name());
                } catch (SourceException e) {
                    created = false;
                    if (e.getCause() instanceof TimeoutException) {
                        hanging.add(source.type());
                    }
                    if (e.getCause() instanceof ConfigException refused) {
                        refused.faults().forEach(fault -> out.println(loaded.file() + ": " + fault));
                    } else {
                        out.println("source '" + source.name() + "': " + e.getMessage());
                        Output.stackTrace(e, spec);
                    }
                }
            }
        } finally {
            preview.close();
        }
        return created;
    }

    private static String summary(GlueConfig config, PluginRegistry plugins) {
        Map<String, Long> byType = config.sources().stream()
                .collect(Collectors.groupingBy(SourceConfig::type, TreeMap::new, Collectors.counting()));
        String types = byType.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return Output.count(config.sources().size(), "source") + " (" + types + "), "
                + Output.count(config.argus().size(), "Argus server") + ", "
                + Output.count(plugins.plugins().size(), "plugin");
    }
}
