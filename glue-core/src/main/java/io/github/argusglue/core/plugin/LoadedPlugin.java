package io.github.argusglue.core.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * A plugin that can be used.
 *
 * @param name of its folder or jar
 * @param jars its own and those of its libraries, sorted
 * @param version from its manifest; {@code ?} if it has none
 * @param spiVersion that it was built against
 * @param classLoader of all its classes
 */
public record LoadedPlugin(
        String name, List<Path> jars, String version, SpiVersion spiVersion, ClassLoader classLoader) {
    public LoadedPlugin {
        jars = List.copyOf(jars);
    }
}
