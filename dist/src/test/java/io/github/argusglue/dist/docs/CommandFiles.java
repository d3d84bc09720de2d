package io.github.argusglue.dist.docs;

import io.github.argusglue.core.cli.Environment;
import io.github.argusglue.core.plugin.BuildInfo;
import io.github.argusglue.core.plugin.PluginLoader;
import io.github.argusglue.core.plugin.PluginRegistry;
import io.github.argusglue.dist.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Run by the build, before the archive is laid out. Not part of the program. */
public final class CommandFiles {
    private static final String ZSH = """
            #compdef argus-glue
            # zsh takes the completion of bash. Source this file, or put it on the fpath under the name _argus-glue
            # with argus-glue.bash beside it.
            source "${${(%):-%x}:A:h}/argus-glue.bash"
            """;

    private CommandFiles() {}

    /** Arguments: the folder to write to, and the plugins folder, because some plugins add options. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        CommandLine line = Main.newCommandLine(
                new Environment(name -> null, List.of(), Path.of(arguments[1]).toAbsolutePath()));
        // Plugins only add their options if help is requested.
        line.parseArgs("init", "--help");
        NameCompletion names = new NameCompletion(line.getCommandSpec(), types(Path.of(arguments[1])));
        write(
                folder.resolve("completion/argus-glue.bash"),
                AutoComplete.bash("argus-glue", line).stripTrailing() + "\n" + names.bash());
        write(folder.resolve("completion/argus-glue.zsh"), ZSH);
        write(folder.resolve("completion/argus-glue.fish"), new FishCompletion(line.getCommandSpec(), names).text());
        String version = BuildInfo.read().version();
        write(folder.resolve("man/man1/argus-glue.1"), new ManualPage(line.getCommandSpec(), version).text());
    }

    private static Collection<String> types(Path plugins) {
        return new PluginLoader(BuildInfo.read().spiVersion())
                .load(plugins, PluginRegistry.NONE)
                .types();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
