package io.github.argusglue.core.cli;

import io.github.argusglue.core.config.ConfigException;
import io.github.argusglue.core.config.Fault;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.LoadedAdapter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the project of a new adapter, which builds, passes its tests and can be loaded. */
@Command(
        description = {
            "Write a Maven project for a new adapter. It reads a small JSON API over HTTP, builds, and passes its tests.",
            "No existing file is changed."
        })
final class NewAdapterCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final int MAX_NAME = 40;

    private final GlueCommand root;

    @Parameters(paramLabel = "NAME", description = "Type of the adapter, such as icinga or my-system.")
    private String name = "";

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "Java package and Maven group. Default: org.example.NAME.")
    private @Nullable String packageName;

    @Option(names = "--dir", paramLabel = "DIR", description = "Folder to write; new or empty. Default: ./NAME.")
    private @Nullable Path dir;

    @Option(
            names = "--argus",
            paramLabel = "URL",
            defaultValue = "https://argus.example.org",
            description = "Address of Argus in the project's configuration (default: ${DEFAULT-VALUE}).")
    private URI argus = URI.create("https://argus.example.org");

    @Spec
    private @Nullable CommandSpec spec;

    NewAdapterCommand(GlueCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        checkName();
        String group = packageName == null ? "org.example." + name.replace("-", "") : packageName;
        checkPackage(group);
        if (argus.getHost() == null) {
            throw wrong("--argus must be like https://argus.example.org, not '" + argus + "'");
        }
        Path folder = dir == null ? Path.of(name) : dir;
        checkFolder(folder);
        List<Path> written = new AdapterProject(name, group, root.home(), argus, BuildInfo.read()).write(folder);
        String prefix = AdapterProject.prefix(name);
        PrintWriter out = Output.of(spec);
        out.println("wrote " + written.size() + " files in " + folder + "; its README.md describes them. Next:");
        out.println("  cd " + folder);
        out.println("  mvn -q package");
        out.println("  java src/test/java/" + group.replace('.', '/') + "/" + prefix + "Server.java &");
        out.println("  argus-glue try " + name + " -c argus-glue.toml");
        if (!Files.isDirectory(root.home().resolve("sdk"))) {
            out.println("warning: there is no folder '" + root.home().resolve("sdk")
                    + "', from which the project takes the SPI: set 'argus-glue' in its pom.xml");
        }
        return ExitCode.OK;
    }

    private void checkName() throws ConfigException {
        if (!NAME.matcher(name).matches() || name.length() > MAX_NAME) {
            throw wrong(
                    "'" + name + "' cannot be the name of an adapter: use lower-case letters, digits and '-', at most "
                            + MAX_NAME + ", such as my-system");
        }
        Optional<LoadedAdapter> taken = root.plugins(root.usualPluginsDir()).adapter(name);
        if (taken.isPresent()) {
            throw wrong("type '" + name + "' already exists in plugin '"
                    + taken.get().plugin().name() + "': choose another name");
        }
    }

    private static void checkPackage(String group) throws ConfigException {
        if (!PACKAGE.matcher(group).matches() || !SourceVersion.isName(group, SourceVersion.RELEASE_17)) {
            throw wrong(
                    "'" + group + "' cannot be a Java package: give one with --package, such as org.example.alerts");
        } else if (group.startsWith("java.") || group.startsWith("io.github.argusglue.")) {
            throw wrong("the package '" + group + "' belongs to others: give your own with --package");
        }
    }

    private static void checkFolder(Path folder) throws ConfigException, IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw wrong("'" + folder + "' exists and is not a folder: choose another one with --dir");
        } else if (Files.isDirectory(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw wrong("the folder '" + folder + "' is not empty: choose another one with --dir");
                }
            }
        }
    }

    private static ConfigException wrong(String message) {
        return ConfigException.of(Fault.ofFile("argus-glue new-adapter", message));
    }
}
