package io.github.argusglue.core.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the program finds where it is started.
 *
 * @param environment variables, for secrets in the configuration
 * @param configFiles that are looked for, in this order, when none is given
 * @param pluginsDir used when the configuration does not say where the plugins are
 */
public record Environment(Function<String, @Nullable String> environment, List<Path> configFiles, Path pluginsDir) {
    private static final String HOME = "argusglue.home";

    /** Returns those of this process; the launcher says where the program is installed. */
    public static Environment ofProcess() {
        String home = System.getProperty(HOME, ".");
        return new Environment(
                System::getenv,
                List.of(Path.of("argus-glue.toml"), Path.of("/etc/argus-glue/argus-glue.toml")),
                Path.of(home, "plugins").toAbsolutePath().normalize());
    }
}
