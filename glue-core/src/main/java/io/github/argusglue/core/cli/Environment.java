package io.github.argusglue.core.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The environment that the program is started in.
 *
 * @param variables environment variables, for secrets in the configuration
 * @param configFiles files to try in this order if no configuration file is given
 * @param pluginsDir folder of the plugins if the configuration does not set one
 */
public record Environment(Function<String, @Nullable String> variables, List<Path> configFiles, Path pluginsDir) {
    private static final String HOME = "argusglue.home";

    /** Returns the environment of this process; the launcher passes the folder that the program is installed in. */
    public static Environment ofProcess() {
        String home = System.getProperty(HOME, ".");
        return new Environment(
                System::getenv,
                List.of(Path.of("argus-glue.toml"), Path.of("/etc/argus-glue/argus-glue.toml")),
                Path.of(home, "plugins").toAbsolutePath().normalize());
    }
}
