package io.github.argusglue.plugin.generic.input;

import io.github.argusglue.plugin.generic.mapping.Mapping;
import io.github.argusglue.spi.SourceContext;
import io.github.argusglue.spi.config.Default;
import io.github.argusglue.spi.config.Doc;
import io.github.argusglue.spi.config.Range;
import io.github.argusglue.spi.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How documents come in, if not by POST.
 *
 * @param command the program that is run for each snapshot, and its arguments
 * @param commandEnvironment its environment
 * @param commandTimeout how long it may run
 * @param file the file that is read for each snapshot
 * @param folder the folder that is read for each snapshot
 * @param suffix how the names of the files in it end
 * @param stdin whether the standard input of this process is read
 */
public record InputConfig(
        @Doc("Program that is run for each snapshot and prints JSON, and its arguments: `[\"/usr/local/bin/alerts\","
                + " \"--all\"]`. No shell reads them")
        List<String> command,

        @Doc("Environment of `command`, such as `{ API_TOKEN = { file = \"api.token\" } }`. It has these variables,"
                + " PATH, and no others")
        Map<String, Secret> commandEnvironment,

        @Doc("How long `command` may run; it is then killed with everything that it has started. Has to be less than"
                + " `snapshot_timeout`")
        @Default("30s")
        @Range(min = "1s", max = "1h")
        Duration commandTimeout,

        @Doc("File with JSON, which another program writes. It is read for each snapshot")
        Optional<Path> file,

        @Doc("Folder with JSON files, each with one or some of the alerts that are open. It is read for each snapshot")
        Optional<Path> folder,

        @Doc("How the names of the files in `folder` end that are read; `\"\"` for all") @Default(".json")
        String suffix,

        @Doc("Whether JSON is read from the standard input of argus-glue, which another program has started. Only one"
                + " source can do so")
        @Default("false")
        boolean stdin) {

    /** Checks that there is at most one way in. */
    public InputConfig {
        long ways = Stream.of(!command.isEmpty(), file.isPresent(), folder.isPresent(), stdin)
                .filter(used -> used)
                .count();
        if (ways > 1) {
            throw new IllegalArgumentException("give only one of 'command', 'file', 'folder' and 'stdin': a source has"
                    + " one way in. Without any of them, it takes POST to /hooks/NAME");
        }
        if (!command.isEmpty() && command.get(0).isBlank()) {
            throw new IllegalArgumentException("the first element of 'command' has to be a program");
        }
        if (command.isEmpty() && !commandEnvironment.isEmpty()) {
            throw new IllegalArgumentException("'command_environment' needs 'command'");
        }
    }

    /** Returns whether documents come by POST. */
    public boolean isPost() {
        return command.isEmpty() && file.isEmpty() && folder.isEmpty() && !stdin;
    }

    /**
     * Returns what is read for each snapshot; null if documents come by themselves.
     *
     * @param mapping how files in a folder are translated. What a folder returns is translated already
     * @param ttl time to live of alerts in a folder that have none; null for ever
     */
    public @Nullable DocumentSource source(Mapping mapping, @Nullable Duration ttl, SourceContext context) {
        if (!command.isEmpty()) {
            return new CommandSource(command, commandEnvironment, commandTimeout, context);
        }
        if (file.isPresent()) {
            return new FileSource(file.get(), context);
        }
        return folder.map(path -> new FolderSource(path, suffix, mapping, ttl, context))
                .orElse(null);
    }
}
