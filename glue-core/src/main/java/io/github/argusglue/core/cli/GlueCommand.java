package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigDraft;
import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.ConfigLoader;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.PluginLoader;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.core.text.SafeText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program itself: options that all commands share. */
@Command(
        name = "argus-glue",
        description = "Keeps Argus in step with monitoring systems.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionCommand.Provider.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; everything that was shown is fine",
            "1:what was asked could not be done",
            "2:wrong usage, an unknown name, or a fault in the configuration or the plugins",
            "3:out of memory",
            "4:status, token status: something needs attention",
            "5:status, token: a source fails, or a token is refused"
        })
public final class GlueCommand {
    private final Environment environment;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Configuration file. Default: ./argus-glue.toml, then /etc/argus-glue/argus-glue.toml.")
    private @Nullable Path configFile;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Verbose output: DEBUG log level, and stack traces of errors.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // read by picocli
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    private GlueCommand(Environment environment) {
        this.environment = environment;
    }

    /** Returns the command line with all commands of the core. */
    public static CommandLine newCommandLine() {
        return newCommandLine(Environment.ofProcess());
    }

    /** Returns the command line for a given environment. */
    public static CommandLine newCommandLine(Environment environment) {
        GlueCommand root = new GlueCommand(environment);
        CommandLine line = new CommandLine(root)
                .addSubcommand("run", new RunCommand(root))
                .addSubcommand("check", new CheckCommand(root))
                .addSubcommand("plan", new PlanCommand(root))
                .addSubcommand("rules", new RulesCommand(root))
                .addSubcommand("sync", new SyncCommand(root))
                .addSubcommand("status", new StatusCommand(root))
                .addSubcommand("top", new TopCommand(root))
                .addSubcommand("reload", new ReloadCommand(root))
                .addSubcommand("resync", new ResyncCommand(root))
                .addSubcommand("release", new ReleaseCommand(root))
                .addSubcommand("adopt-identity", new AdoptIdentityCommand(root))
                .addSubcommand("failover", new FailoverCommand(root))
                .addSubcommand("token", TokenCommand.line(root))
                .addSubcommand("init", InitCommand.newCommandLine(root))
                .addSubcommand("try", new TryCommand(root))
                .addSubcommand("new-adapter", new NewAdapterCommand(root))
                .addSubcommand("plugins", new PluginsCommand(root))
                .addSubcommand("version", new VersionCommand());
        // Without colours, because all output passes a writer that shows control characters.
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setExecutionStrategy(parsed -> {
            line.setOut(new PrintWriter(SafeText.writer(line.getOut()), true));
            line.setErr(new PrintWriter(SafeText.writer(line.getErr()), true));
            if (root.verbose) {
                LogSetup.beVerbose();
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        line.setExecutionExceptionHandler((failure, failed, parsed) -> Failures.report(failure, failed, root.verbose));
        return line;
    }

    /** Returns whether verbose output was requested. */
    public boolean isVerbose() {
        return verbose;
    }

    /**
     * Returns the validated configuration and the plugins. If the command does not catch the exception, its faults are
     * printed and the exit code is 2.
     *
     * @throws ConfigException with all faults
     */
    public LoadedConfig loadConfig() throws ConfigException {
        Path file = configFile();
        ConfigDraft draft = draft(file);
        LoadedConfig loaded = LoadedConfig.of(file, draft, plugins(draft.pluginsDir()));
        LogSetup.apply(loaded.config().log(), verbose);
        loaded.logWarnings();
        return loaded;
    }

    /**
     * Returns the configuration file.
     *
     * @throws ConfigException if there is none
     */
    public Path configFile() throws ConfigException {
        Optional<Path> found = findConfigFile();
        if (found.isEmpty()) {
            String tried = environment.configFiles().stream()
                    .map(path -> "'" + path + "'")
                    .collect(Collectors.joining(" and "));
            throw ConfigException.of(Fault.ofFile(
                    "argus-glue", "no configuration file: " + tried + " do not exist; name one" + " with -c FILE"));
        }
        return found.get();
    }

    /** Returns the given file, or the first default file that exists. */
    Optional<Path> findConfigFile() {
        List<Path> usual = environment.configFiles();
        return configFile != null
                ? Optional.of(configFile)
                : usual.stream().filter(Files::exists).findFirst();
    }

    /** Returns the file that was given with {@code -c}. */
    Optional<Path> givenConfigFile() {
        return Optional.ofNullable(configFile);
    }

    /** Returns the environment variables. */
    Function<String, @Nullable String> variables() {
        return environment.variables();
    }

    /**
     * Reads a configuration file as TOML.
     *
     * @throws ConfigException if it cannot be read or is not TOML
     */
    public ConfigDraft draft(Path file) throws ConfigException {
        return loader().read(file);
    }

    /** Returns the state folder; works even if the configuration has faults. */
    Path stateDir() throws ConfigException {
        return loader().stateDir(configFile());
    }

    private ConfigLoader loader() {
        return new ConfigLoader(environment.variables(), environment.pluginsDir());
    }

    /** Loads the plugins in a folder. */
    public PluginRegistry plugins(Path folder) {
        return plugins(folder, PluginRegistry.NONE);
    }

    /** Returns the plugins in a folder; those that have not changed are taken from the given ones. */
    PluginRegistry plugins(Path folder, PluginRegistry before) {
        return new PluginLoader(BuildInfo.read().spiVersion()).load(folder, before);
    }

    /** Returns the folder that the program is installed in. */
    Path home() {
        Path parent = environment.pluginsDir().toAbsolutePath().getParent();
        return parent == null ? environment.pluginsDir() : parent;
    }

    Path usualPluginsDir() {
        return environment.pluginsDir();
    }

    /** Returns the plugins folder that the configuration names, or the default. */
    Path pluginsDir() throws ConfigException {
        Optional<Path> file = findConfigFile();
        return file.isPresent() ? draft(file.get()).pluginsDir() : usualPluginsDir();
    }
}
